// Small PDFs written by hand for one test each.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace budgetlift::test {

// A PDF of one or more pages that share one font, /F1 (Helvetica: ascent 0.718, descent -0.207; digits 0.556 em wide).
class MadePdf {
 public:
  // Adds a page with this content stream. `keys`: further entries of the page dictionary; a /MediaBox there replaces
  // the default of 200 x 300 points.
  MadePdf& page(const std::string& content, const std::string& keys = "", const std::string& resources = "") {
    const std::string media = keys.find("/MediaBox") == std::string::npos ? "/MediaBox [0 0 200 300]" : "";
    const int stream =
        object("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
    const std::string font = resources.find("/Font") == std::string::npos ? "/Font << /F1 3 0 R >> " : "";
    kids_.push_back(object("<< /Type /Page /Parent 2 0 R " + media + " " + keys + " /Resources << " + font + resources +
                           " >> /Contents " + std::to_string(stream) + " 0 R >>"));
    return *this;
  }

  // Adds an object and gives its number; the next one gets the next number, the first is 4.
  int object(const std::string& body) {
    objects_.push_back(body);
    return static_cast<int>(objects_.size()) + 3;
  }

  // Further entries of the catalog.
  MadePdf& catalog(const std::string& keys) {
    catalog_ = keys;
    return *this;
  }

  std::string bytes() const {
    std::string kids;
    for (int kid : kids_) kids += std::to_string(kid) + " 0 R ";
    std::vector<std::string> all = {
        "<< /Type /Catalog /Pages 2 0 R " + catalog_ + " >>",
        "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(kids_.size()) + " >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"};
    all.insert(all.end(), objects_.begin(), objects_.end());
    std::string out = "%PDF-1.7\n";
    std::string xref = "xref\n0 " + std::to_string(all.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::string offset = std::to_string(out.size());
      xref += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
      out += std::to_string(i + 1) + " 0 obj\n" + all[i] + "\nendobj\n";
    }
    const std::string start = std::to_string(out.size());
    return out + xref + "trailer\n<< /Root 1 0 R /Size " + std::to_string(all.size() + 1) + " >>\nstartxref\n" + start +
           "\n%%EOF\n";
  }

 private:
  std::vector<std::string> objects_;
  std::vector<int> kids_;
  std::string catalog_;
};

// A file that lives as long as this object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes, const std::string& suffix = ".pdf") {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("budgetlift-test-" + std::to_string(getpid()) + "-" + std::to_string(++count) + suffix);
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace budgetlift::test
