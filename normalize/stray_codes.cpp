#include "normalize/stray_codes.h"

#include <algorithm>
#include <string>

#include "normalize/code.h"
#include "normalize/draft.h"
#include "schemas/canonical.h"
#include "schemas/line_pieces.h"

namespace budgetlift {
namespace {

constexpr size_t kLength = 21;
constexpr size_t kLeast = 12;   // characters of a code's first line
constexpr int kReach = 8;       // lines within which its second one follows: others stand beside it
constexpr double kPitch = 2;    // heights of the first line from its end to the second one at most

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool all_code(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_capital(c); });
}

// Division, year and category, and more.
bool begins_code(const std::string& text) {
  return text.size() >= kLeast && text.size() <= kLength && all_code(text) && std::all_of(text.begin(), text.begin() + 8, is_digit) &&
         is_capital(text[8]);
}

// What stands in the lines by itself.
std::vector<TextLine> pieces_of_scans(const std::vector<TextLine>& lines) {
  std::vector<TextLine> out;
  for (const TextLine& line : lines) {
    if (line.source != Source::ocr || !line.box) continue;
    for (TextLine& piece : pieces_of(line)) out.push_back(std::move(piece));
  }
  return out;
}

// Whether a line stands where a cell's next one would.
bool is_below(const TextLine& line, const TextLine& first) {
  const Box &a = *first.box, &b = *line.box;
  return line.page == first.page && b.center_y() > a.y1 && b.y0 - a.y1 < kPitch * a.height() && b.x0 >= a.x0 && b.x1 <= a.x1;
}

std::string joined(const std::vector<TextLine>& lines) {
  std::string out;
  for (const TextLine& line : lines) out += canonical(line.text);
  return out;
}

// Whether the form stands on the page of the code, and does not begin below it.
bool stands_in(const TextLine& code, const ProjectRecord& record) {
  const auto title = record.fields.find("/title");
  if (title != record.fields.end() && title->second.page == code.page && title->second.box && title->second.box->y0 > code.box->y0) return false;
  return std::any_of(record.fields.begin(), record.fields.end(), [&](const auto& field) {
    return field.first.rfind("/indicators", 0) != 0 && field.second.page == code.page;
  });
}

}  // namespace

void StrayCodes::take(const std::vector<TextLine>& lines) {
  for (const TextLine& line : pieces_of_scans(lines)) {
    const std::string text = canonical(line.text);
    std::erase_if(codes_, [](Begun& begun) { return joined(begun.lines).size() < kLength && ++begun.passed > kReach; });
    if (begins_code(text)) {
      codes_.push_back({{line}, 0});
      continue;
    }
    if (text.empty() || !all_code(text)) continue;
    for (Begun& begun : codes_) {
      if (joined(begun.lines).size() + text.size() == kLength && is_below(line, begun.lines.front())) begun.lines.push_back(line);
    }
  }
}

std::vector<TextLine> StrayCodes::place(std::vector<ProjectRecord>& projects) const {
  std::vector<TextLine> placed;
  for (const Begun& code : codes_) {
    const std::string text = joined(code.lines);
    if (check_code(text).result != CodeCheck::Result::valid) continue;
    if (std::any_of(projects.begin(), projects.end(), [&](const ProjectRecord& p) { return p.code == text; })) continue;
    ProjectRecord* lacks = nullptr;
    int forms = 0;
    for (ProjectRecord& record : projects) {
      if (record.code || !stands_in(code.lines.front(), record)) continue;
      lacks = &record;
      ++forms;
    }
    if (forms != 1) continue;
    lacks->code = text;
    note_origin(*lacks, "/project/code", code.lines);
    flag(*lacks, "/project/code", "unplaced-text", "found by its shape and its check character among text that belongs to no label");
    placed.insert(placed.end(), code.lines.begin(), code.lines.end());
  }
  return placed;
}

}  // namespace budgetlift
