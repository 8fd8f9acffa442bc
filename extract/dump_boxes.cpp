#include "extract/dump_boxes.h"

#include <utility>

#include "extract/dump_boxes_places.h"

namespace budgetlift {
namespace {

constexpr const char* kNotRead = "form-not-read";

class BoxReader {
 public:
  BoxReader(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const BlockSink& sink)
      : sink_(sink), patterns_(forms), lines_(stream_lines(text, kind, words, patterns_)), places_(box_places(lines_, words, patterns_)) {}

  BoxesRead read() {
    size_t printed = 0;
    for (const BoxPlace& place : places_) {
      for (; printed < place.first; ++printed) sink_(text_line(lines_.lines[printed]));
      hand_out(place);
      printed = place.end;
    }
    if (places_.empty()) not_read(1, "no title of a form was found");
    for (; printed < lines_.lines.size(); ++printed) sink_(text_line(lines_.lines[printed]));
    return {lines_.pages, std::move(lines_.furniture)};
  }

 private:
  // Lines that are one printed line.
  void joined(const std::vector<size_t>& lines, const char* between) const {
    if (lines.empty()) return;
    TextLine out = text_line(lines_.lines[lines.front()]);
    for (size_t i = 1; i < lines.size(); ++i) out.text += between + lines_.lines[lines[i]].text;
    sink_(std::move(out));
  }

  void hand_out(const BoxPlace& place) const {
    joined(place.title, "");
    joined(place.year, " ");
    joined(place.unit, " ");
    not_read(place.projects, "the text is sorted by place, and which of it belongs together is not certain");
    for (size_t i : place.rest) sink_(text_line(lines_.lines[i]));
  }

  void not_read(size_t projects, const std::string& why) const {
    for (size_t i = 0; i < projects; ++i) {
      Table table;
      table.cells.emplace_back();
      table.cells.front().doubts.push_back({kNotRead, why});
      sink_(std::move(table));
    }
  }

  const BlockSink& sink_;
  const DumpPatterns patterns_;
  StreamLines lines_;
  const std::vector<BoxPlace> places_;
};

}  // namespace

BoxesRead read_boxes(std::string_view text, DumpKind kind, const DumpWords& words, const std::vector<Form>& forms, const DumpOptions&,
                     const BlockSink& sink) {
  return BoxReader(text, kind, words, forms, sink).read();
}

}  // namespace budgetlift
