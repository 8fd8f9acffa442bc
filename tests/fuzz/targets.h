// Bodies of the fuzz targets. Each reads any bytes and stops the process (std::abort) where a promise of the tried
// function is broken. libFuzzer drives them (tests/fuzz/main.cpp); tests/fuzz/corpus_test.cpp runs the saved inputs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace budgetlift::fuzz {

void archive_reader(const std::uint8_t* data, std::size_t size);
void batch_messages(const std::uint8_t* data, std::size_t size);
void canonical_text(const std::uint8_t* data, std::size_t size);
void dump_reader(const std::uint8_t* data, std::size_t size);
void form_parser(const std::uint8_t* data, std::size_t size);
void foreign_ledger(const std::uint8_t* data, std::size_t size);
void image_file(const std::uint8_t* data, std::size_t size);
void line_readings(const std::uint8_t* data, std::size_t size);
void pdf_picture(const std::uint8_t* data, std::size_t size);
void pdf_reader(const std::uint8_t* data, std::size_t size);
void record_check(const std::uint8_t* data, std::size_t size);
void record_rows(const std::uint8_t* data, std::size_t size);
void scan_picture(const std::uint8_t* data, std::size_t size);
void table_builder(const std::uint8_t* data, std::size_t size);
void values(const std::uint8_t* data, std::size_t size);
void whole(const std::uint8_t* data, std::size_t size);

struct NamedTarget {
  std::string_view name;  // also the folder of its saved inputs: tests/fuzz/corpus/NAME/
  void (*run)(const std::uint8_t* data, std::size_t size);
};

inline constexpr std::array kTargets = {
    NamedTarget{"archive_reader", archive_reader},
    NamedTarget{"batch_messages", batch_messages},
    NamedTarget{"canonical_text", canonical_text},
    NamedTarget{"dump_reader", dump_reader},
    NamedTarget{"foreign_ledger", foreign_ledger},
    NamedTarget{"form_parser", form_parser},
    NamedTarget{"image_file", image_file},
    NamedTarget{"pdf_picture", pdf_picture},
    NamedTarget{"pdf_reader", pdf_reader},
    NamedTarget{"record_check", record_check},
    NamedTarget{"record_rows", record_rows},
    NamedTarget{"table_builder", table_builder},
    NamedTarget{"values", values},
    NamedTarget{"whole", whole},
};

// What needs OpenCV; its saved inputs run in budgetlift_scan_tests.
inline constexpr std::array kScanTargets = {
    NamedTarget{"line_readings", line_readings},
    NamedTarget{"scan_picture", scan_picture},
};

// A promise that must hold for every input.
inline void promise(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace budgetlift::fuzz
