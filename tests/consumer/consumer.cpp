// Prints the title and code of each project of a document: the whole way through the installed libraries.
#include <extract/reader.h>
#include <normalize/displayed.h>
#include <normalize/normalizer.h>
#include <normalize/sink.h>

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto& forms = budgetlift::builtin_forms();
  budgetlift::Normalizer normalizer(forms, budgetlift::NormalizeOptions{});
  const auto info = budgetlift::read_document(argv[1], budgetlift::ReadOptions{}, forms,
                                              [&](budgetlift::Block&& block) { normalizer.take(std::move(block)); });
  if (!info) {
    std::cerr << argv[1] << ": " << info.error().message << '\n';
    return 1;
  }
  budgetlift::NormalizedDocument document = normalizer.finish();
  budgetlift::finish_with_pages(*info, document);
  for (const budgetlift::ProjectRecord& project : document.projects) {
    std::cout << project.code.value_or("-") << ' ' << project.title.value_or("-") << '\n';
  }
}
