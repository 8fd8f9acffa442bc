// A batch's folder as somebody else hands it over, merged into a new one. The bytes are lines of cells: what its ledger says
// of documents ("D", hash, failure, offsets and lengths …), of inputs ("I", path, hash, failure) and of reasons ("R", hash,
// reason, number); behind an empty line come its records.
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "batch/ledger.h"
#include "batch/merge.h"
#include "tests/fuzz/targets.h"

namespace budgetlift::fuzz {
namespace {

namespace fs = std::filesystem;

// Two folders, emptied again for each input.
struct Folders {
  fs::path root;
  Folders() {
    std::string name = (fs::temp_directory_path() / "budgetlift-fuzz-XXXXXX").string();
    promise(::mkdtemp(name.data()) != nullptr, "there is a folder for temporary files");
    root = name;
  }
  ~Folders() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
};

std::vector<std::string> cells_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> out;
  for (std::string cell; std::getline(in, cell, '\t');) out.push_back(cell);
  out.resize(12);
  return out;
}

// Bound as text: SQLite keeps as a number what looks like one, and anything else as it is.
void fill(Ledger& ledger, std::istream& lines) {
  Database& database = ledger.database();
  Statement document = database.prepare("INSERT OR REPLACE INTO documents VALUES(?, nullif(?, ''), 'why', 0, 'pdf', 1, ?, 0, 0, 1, '1', 'm', 'f', 1, ?, ?, ?, ?, ?, ?, ?, ?)");
  Statement input = database.prepare("INSERT OR REPLACE INTO inputs VALUES(?, ?, 1, 1, 1, 1, nullif(?, ''), 1, nullif(?, ''), 'why', 1)");
  Statement reason = database.prepare("INSERT OR REPLACE INTO reasons VALUES(?, ?, ?)");
  for (std::string line; std::getline(lines, line) && !line.empty();) {
    const std::vector<std::string> c = cells_of(line);
    if (c[0] == "D") document.run(c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11]);
    else if (c[0] == "I") input.run(c[1], c[2], c[3], c[4]);
    else if (c[0] == "R") reason.run(c[1], c[2], c[3]);
  }
}

}  // namespace

void foreign_ledger(const std::uint8_t* data, std::size_t size) {
  const Folders folders;
  const fs::path in = folders.root / "in", out = folders.root / "out";
  fs::create_directory(in);
  std::istringstream lines{std::string(text_of(data, size))};
  {
    Ledger ledger(in.string());
    fill(ledger, lines);
    ledger.begin_output();
    ledger.commit_output(0, 0);
  }
  std::ofstream(in / "records.jsonl", std::ios::binary) << lines.rdbuf();
  std::ofstream(in / "review.tsv", std::ios::binary) << "path\tindex\tfield\treason\n";
  const auto facts = merge_batches({in.string()}, out.string(), [](const MergeConflict& conflict) { promise(!conflict.words.empty(), "a conflict has words"); });
  if (!facts) promise(!facts.error().empty(), "what cannot be merged has a reason");
  else promise(fs::exists(out / "records.jsonl"), "what is merged has records");
}

}  // namespace budgetlift::fuzz
