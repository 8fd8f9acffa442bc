// Scans as a user of the program meets them: what is missing is named, the rest is written, and the status says so.
#include <sstream>

#include "extract/scan_reader.h"
#include "tests/program.h"
#include "tests/scan_support.h"
#include "tests/support.h"

namespace budgetlift::test {
namespace {

// The environment of one test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
  ~Environment() { ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

class ScanProgram : public testing::Test {
 protected:
  TemporaryFolder folder;
  const std::string models = folder.path().string();

  // Pages of text (T) and images (I).
  std::string pdf(const std::string& name, const std::string& kinds) {
    MadePdf made;
    const int image = add_image(made, 400, 600, std::string(400 * 600, '\xF0'));
    for (char kind : kinds) {
      made.page(kind == 'T' ? "BT /F1 10 Tf 20 200 Td (digital) Tj ET" : "q 200 0 0 300 0 0 cm /Im Do Q ", "",
                image_resources(image));
    }
    return folder.file(name, made.bytes());
  }
};

std::string line_with(const std::string& text, const std::string& part) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.find(part) != std::string::npos) return line;
  }
  return "";
}

TEST_F(ScanProgram, ReadsScansWithTheLibrary) {
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", BUDGETLIFT_FAKE_SCAN), data("BUDGETLIFT_MODELS", models);
  const ProgramResult result = budgetlift({"extract", "-f", "json", pdf("a.pdf", "TI")});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_NE(result.out.find("\"source\":\"ocr\",\"reason\":\"image only\""), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("扫"), std::string::npos);
}

TEST_F(ScanProgram, WithoutTheLibraryDigitalPagesAreReadAndScansNamed) {
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", "/no/such/library.so");
  const std::string path = pdf("a.pdf", "TIITI");
  const ProgramResult result = budgetlift({"extract", "-f", "json", path});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.out.find("digital"), std::string::npos);
  const std::string line = line_with(result.err, "not-found");
  EXPECT_EQ(line.find("budgetlift: " + path + ": not-found: pages 2-3, 5 are not read whole: "), 0u) << result.err;
  EXPECT_NE(line.find("doctor"), std::string::npos);
  EXPECT_EQ(budgetlift({"tables", path}).status, 1);
}

TEST_F(ScanProgram, WithoutTheLibraryAScanIsNotRead) {
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", "/no/such/library.so");
  const std::string path = pdf("a.pdf", "II");
  const ProgramResult result = budgetlift({"extract", path});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err.find("budgetlift: " + path + ": not-found: "), 0u) << result.err;
}

TEST_F(ScanProgram, WithoutModels) {
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", BUDGETLIFT_FAKE_SCAN), data("BUDGETLIFT_MODELS", "/no/such/folder");
  const ProgramResult result = budgetlift({"extract", pdf("a.pdf", "I")});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.err.find("models"), std::string::npos) << result.err;
}

TEST_F(ScanProgram, DigitalDocumentsDoNotNeedTheLibrary) {
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", "/no/such/library.so");
  EXPECT_EQ(budgetlift({"extract", (source_dir() / "corpus/made/first.chromium.pdf").string()}).status, 0);
}

TEST_F(ScanProgram, LibraryOfAnotherVersionIsRefused) {
  ScanOptions options;
  options.library = BUDGETLIFT_OLD_SCAN;
  const auto module = load_scan_module(options);
  ASSERT_FALSE(module);
  EXPECT_NE(module.error().message.find("is not this program's library"), std::string::npos);
  options.library = BUDGETLIFT_FAKE_SCAN;
  EXPECT_TRUE(load_scan_module(options));
}

TEST_F(ScanProgram, SomethingElseForALibrary) {
  ScanOptions options;
  options.library = folder.file("library.so", "no library");
  const auto module = load_scan_module(options);
  ASSERT_FALSE(module);
  EXPECT_EQ(static_cast<int>(module.error().kind), static_cast<int>(ErrorKind::not_found));
}

TEST_F(ScanProgram, DoctorNamesWhatIsMissing) {
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", "/no/such/library.so"), data("BUDGETLIFT_MODELS", "/no/such/folder");
  const Environment tesseract("TESSDATA_PREFIX", "/no/such/folder");
  const ProgramResult result = budgetlift({"doctor"});
  EXPECT_EQ(result.status, 1);
  for (const char* what : {"library for scans", "models for scans", "tesseract-ocr-chi-sim"}) {
    EXPECT_EQ(line_with(result.out, what).find("missing  "), 0u) << result.out;
  }
  EXPECT_NE(line_with(result.out, "chi-sim").find("apt-get install tesseract-ocr-chi-sim"), std::string::npos);
}

TEST_F(ScanProgram, DoctorFindsWhatIsThere) {
  folder.file("chi_sim.traineddata", "x");
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", BUDGETLIFT_FAKE_SCAN), data("BUDGETLIFT_MODELS", models);
  const Environment tesseract("TESSDATA_PREFIX", models);
  const ProgramResult result = budgetlift({"doctor"});
  for (const char* what : {"library for scans", "models for scans", "tesseract-ocr-chi-sim"}) {
    EXPECT_EQ(line_with(result.out, what).find("ok       "), 0u) << result.out;
  }
}

TEST_F(ScanProgram, FoldersGiveTheirImagesToo) {
  const Environment library("BUDGETLIFT_SCAN_LIBRARY", BUDGETLIFT_FAKE_SCAN), data("BUDGETLIFT_MODELS", models);
  std::filesystem::create_directory(folder.path() / "in");
  folder.file("in/a.PNG", "\x89PNG\r\n\x1a\n and nothing more");
  folder.file("in/b.tif", std::string("II*\0\x08\0\0\0", 8));
  folder.file("in/d.jpg", "<html>404</html>");
  folder.file("in/c.doc", "no document");
  const ProgramResult result = budgetlift({"extract", (folder.path() / "in").string()});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(line_with(result.err, "a.PNG: damaged: "), "") << result.err;
  EXPECT_NE(line_with(result.err, "b.tif: damaged: "), "") << result.err;
  EXPECT_NE(line_with(result.err, "d.jpg: not-a-document: "), "") << result.err;
  for (const char* words : {"libpng", "JPEG", "TIFF"}) EXPECT_EQ(line_with(result.err, words), "") << result.err;
  EXPECT_EQ(line_with(result.err, "c.doc"), "") << result.err;
}

}  // namespace
}  // namespace budgetlift::test
