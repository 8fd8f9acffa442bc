// Inputs made to hang, blow up or escape: each costs itself alone, and is listed or read.
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <zlib.h>

#include "tests/program.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

namespace fs = std::filesystem;

// A PDF of these objects; the first is the catalogue.
std::string pdf(const std::vector<std::string>& objects) {
  std::string out = "%PDF-1.4\n", table;
  for (size_t i = 0; i < objects.size(); ++i) {
    char entry[32];
    std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", out.size());
    table += entry;
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const size_t start = out.size(), size = objects.size() + 1;
  out += "xref\n0 " + std::to_string(size) + "\n0000000000 65535 f \n" + table + "trailer<</Root 1 0 R/Size " + std::to_string(size) + ">>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
  return out;
}

std::string stream(const std::string& entries, const std::string& bytes) {
  return "<<" + entries + "/Length " + std::to_string(bytes.size()) + ">>stream\n" + bytes + "\nendstream";
}

// `megabytes` of one byte, deflated.
std::string deflated(int megabytes, char byte) {
  const std::string block(1 << 20, byte);
  std::string out(static_cast<size_t>(megabytes) * 2048 + 1024, '\0');
  z_stream z{};
  deflateInit(&z, 9);
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  for (int i = 0; i < megabytes; ++i) {
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(block.data()));
    z.avail_in = static_cast<uInt>(block.size());
    deflate(&z, i + 1 == megabytes ? Z_FINISH : Z_NO_FLUSH);
  }
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string one_page(const std::string& page, const std::vector<std::string>& more) {
  std::vector<std::string> objects = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R" + page + ">>"};
  objects.insert(objects.end(), more.begin(), more.end());
  return pdf(objects);
}

const std::string kImagePage = "/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>";
const std::string kShowImage = stream("", "q 300 0 0 300 0 0 cm /I Do Q");

class Hostile : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(in);
    fs::copy(source_dir() / "corpus/made/first.chromium.pdf", in / "good.pdf");
  }

  // Batch ends in time; the good document is read; the other one is named, or has been read without a record.
  void expect_survives(const std::string& what, std::vector<std::string> options = {}) {
    const std::string out = (folder.path() / "out").string();
    std::vector<std::string> words = {"batch", in.string(), "--out", out, "--progress-every", "0", "--timeout", "6", "--memory", "400", "--max-pages", "5000"};
    words.insert(words.end(), options.begin(), options.end());
    const ProgramResult result = budgetlift(words, {.seconds = 150});
    EXPECT_TRUE(result.status == 0 || result.status == 1) << what << ": " << result.status << " " << result.err;
    EXPECT_THAT(read_file(out + "/records.jsonl"), testing::HasSubstr("good.pdf")) << what;
    failed = read_file(out + "/failed.tsv");
    EXPECT_THAT(failed, testing::StartsWith("path\tkind\tmessage\n")) << what;
    fs::remove_all(out);
  }

  void add(const std::string& bytes) { folder.file("in/bad.pdf", bytes); }

  TemporaryFolder folder;
  const fs::path in = folder.path() / "in";
  std::string failed;
};

TEST_F(Hostile, PageTreesThatLoop) {
  add(pdf({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"}));
  expect_survives("itself");
  EXPECT_THAT(failed, testing::HasSubstr("bad.pdf\t"));
  add(pdf({"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 100000>>"}));
  expect_survives("over another");
}

TEST_F(Hostile, MorePagesThanAnyDocumentHas) {
  std::vector<std::string> objects = {"<</Type/Catalog/Pages 2 0 R>>", ""};
  std::string kids;
  for (int page = 0; page < 100'000; ++page) {
    kids += std::to_string(page + 3) + " 0 R ";
    objects.push_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>");
  }
  objects[1] = "<</Type/Pages/Kids[" + kids + "]/Count 100000>>";
  add(pdf(objects));
  expect_survives("a hundred thousand pages");
  EXPECT_THAT(failed, testing::HasSubstr("bad.pdf\ttoo-large"));
}

TEST_F(Hostile, BombsOfPixels) {
  add(one_page(kImagePage, {kShowImage, stream("/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", deflated(64, '\0'))}));
  expect_survives("an image of 10^10 pixels");
  EXPECT_THAT(failed, testing::HasSubstr("bad.pdf\t"));
  add(one_page("/MediaBox[0 0 10000000 10000000]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>",
               {stream("", "q 10000000 0 0 10000000 0 0 cm /I Do Q"), stream("/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 1/ColorSpace/DeviceGray", "\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA")}));
  expect_survives("a page of ten million points");
}

TEST_F(Hostile, BombsOfStreams) {
  add(one_page("/MediaBox[0 0 300 300]/Contents 4 0 R", {stream("/Filter/FlateDecode", deflated(1500, ' '))}));
  expect_survives("spaces");
  add(one_page("/MediaBox[0 0 300 300]/Contents 4 0 R", {stream("/Filter/FlateDecode", deflated(200, 'q'))}));
  expect_survives("a word of 200 MB");
  std::string marks;
  for (int i = 0; i < 300'000; ++i) marks += "q 0 0 m 9 9 l S ";
  add(one_page("/MediaBox[0 0 300 300]/Contents 4 0 R", {stream("", marks)}));
  expect_survives("states that never end");
}

TEST_F(Hostile, DeepNesting) {
  add(one_page("/MediaBox[0 0 300 300]/Contents 4 0 R/Deep " + std::string(200'000, '['), {stream("", std::string(100'000, '[') + " TJ")}));
  expect_survives("arrays");
  std::vector<std::string> forms = {kShowImage};
  for (int i = 0; i < 2000; ++i) forms.push_back(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I " + std::to_string(i + 6) + " 0 R>>>>", "/I Do /I Do"));
  add(one_page(kImagePage, forms));
  expect_survives("forms in forms");
}

TEST_F(Hostile, AFileOfMoreThanTwoGigabytes) {
  folder.file("in/bad.pdf", "%PDF-1.4\n");
  fs::resize_file(in / "bad.pdf", (2ull << 30) + 1);   // sparse
  expect_survives("sparse");
  EXPECT_THAT(failed, testing::HasSubstr("bad.pdf\ttoo-large"));
}

TEST_F(Hostile, NamesLinksPipesAndDevices) {
  folder.file("in/two\nlines\tand a tab.pdf", "%PDF-1.4");
  folder.file("in/\xC4\xEA\xB6\xC8.pdf", "%PDF-1.4");   // GBK
  fs::create_directory_symlink(in, in / "loop");
  fs::create_symlink("turns.pdf", in / "turns.pdf");
  fs::create_symlink("/dev/zero", in / "zero.pdf");
  ::mkfifo((in / "pipe.pdf").c_str(), 0600);
  expect_survives("names", {in / "pipe.pdf", "/dev/zero"});
  for (const char* line : {"two\\nlines\\tand a tab.pdf\tdamaged", "\\xC4\\xEA\\xB6\\xC8.pdf\tdamaged", "turns.pdf\tnot-found", "zero.pdf\tnot-a-document", "pipe.pdf\tnot-a-document", "/dev/zero\tnot-a-document"}) {
    EXPECT_THAT(failed, testing::HasSubstr(line));
  }
}

TEST_F(Hostile, FilesThatVanishOrGrowWhileTheBatchRuns) {
  for (int i = 0; i < 60; ++i) {
    const std::string name = "f" + std::to_string(i) + ".pdf";
    fs::copy(in / "good.pdf", in / name);
    std::ofstream(in / name, std::ios::app) << "\n% " << i << "\n";
  }
  std::thread meddler([&] {
    for (int i = 59; i >= 0; --i) {
      const fs::path path = in / ("f" + std::to_string(i) + ".pdf");
      if (i % 3 == 0) fs::remove(path);
      if (i % 3 == 1) std::ofstream(path, std::ios::app) << "% more\n";
      ::usleep(5000);
    }
  });
  expect_survives("files that change");
  meddler.join();
  // Once nothing changes any more, all that is there is read.
  const std::string out = (folder.path() / "out").string();
  budgetlift({"batch", in.string(), "--out", out, "--retry-failed", "--progress-every", "0"});
  EXPECT_THAT(read_file(out + "/failed.tsv"), testing::Not(testing::HasSubstr("f58.pdf")));
}

TEST_F(Hostile, RightsAndLinksThatChangeWhileTheBatchRunsChangeNoContent) {
  std::atomic<bool> done = false;
  std::thread meddler([&] {
    while (!done) {
      ::chmod((in / "good.pdf").c_str(), 0600);
      ::chmod((in / "good.pdf").c_str(), 0644);
    }
  });
  const std::string out = (folder.path() / "out").string();
  const ProgramResult result = budgetlift({"batch", in.string(), "--out", out, "--progress-every", "0"});
  done = true;
  meddler.join();
  EXPECT_EQ(result.status, 0) << read_file(out + "/failed.tsv");
}

}  // namespace
}  // namespace budgetlift::test
