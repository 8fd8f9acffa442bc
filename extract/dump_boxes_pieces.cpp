#include "extract/dump_boxes_pieces.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "extract/dump_text.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr size_t kNextPart = 8;     // pieces in which a torn label goes on
constexpr size_t kLongestPart = 8;  // characters of a part of a label
constexpr size_t kLeastFront = 3;   // characters of a label's beginning that is no word behind an amount
constexpr size_t kMostParts = 6;    // of a label: one character each where it is written downwards

class Cutter {
 public:
  Cutter(const std::vector<StreamLine>& lines, const Form& form, const BoxStyle& style) : lines_(lines), style_(style) {
    for (const FormField& field : form.fields) {
      for (const std::string& path : field.labels) {
        // "预算数/合计": what stands below is the field's, what stands above a group's.
        const std::vector<std::string> parts = labels_of_path(path);
        for (const std::string& label : parts) labels_[key_of(label)];
        labels_[key_of(parts.back())].push_back(&field);
      }
      for (const FormRowColumn& column : field.columns) {
        for (const std::string& path : column.labels) {
          for (const std::string& label : labels_of_path(path)) labels_[key_of(label)];
        }
      }
      for (const std::string& label : field.total_labels) labels_[key_of(label)];
    }
    for (const std::string& label : form.groups) labels_[key_of(label)];
    for (const FormColumn& column : form.columns) {
      for (const std::string& label : column.labels) labels_[key_of(label)];
    }
    for (const FormBlock& block : form.blocks) {
      for (const std::string& label : block.labels) labels_[key_of(label)];
    }
  }

  std::vector<HeadPiece> run(const std::vector<size_t>& head) {
    for (size_t n = 0; n < head.size();) {
      size_t end = n + 1;
      while (end < head.size() && head[end] == head[end - 1] + 1 && !begins_box(lines_, head[end])) ++end;
      cut_box(head, n, end);
      n = end;
    }
    join_labels();
    join_far_labels();
    std::erase_if(pieces_, [](const HeadPiece& piece) { return piece.kind == HeadKind::used; });
    return std::move(pieces_);
  }

 private:
  static std::string key_of(const std::string& text) { return label_key(folded(canonical(text))).key; }
  const std::vector<const FormField*>* find(const std::string& text) const {
    const auto it = labels_.find(key_of(text));
    return it == labels_.end() ? nullptr : &it->second;
  }

  void add(const std::string& text, std::vector<TextLine> lines, bool bound, bool whole) {
    HeadPiece piece;
    piece.text = text;
    piece.key = key_text(text);
    piece.lines = std::move(lines);
    piece.bound = bound;
    piece.whole = whole;
    const auto* fields = find(text);
    piece.kind = fields ? HeadKind::label : head_kind(text);
    if (fields) piece.fields = *fields;
    pieces_.push_back(std::move(piece));
  }

  void cut_box(const std::vector<size_t>& head, size_t first, size_t last) {
    std::string all;
    std::vector<TextLine> lines;
    bool labels = false;
    for (size_t n = first; n < last; ++n) {
      all += lines_[head[n]].text;
      lines.push_back(text_line(lines_[head[n]]));
      labels = labels || words_of(lines_[head[n]].text).size() > 1;
    }
    if (find(all) || (style_.whole_cells && !labels)) {
      add(all, std::move(lines), false, style_.whole_cells);
      return;
    }
    for (size_t n = first; n < last; ++n) cut_line(head[n]);
  }

  // A line's labels and what stands between them.
  std::vector<std::string> words_of(const std::string& text) const {
    std::vector<std::string> out;
    bool open = false;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(' ', at), text.size());
      const std::string word = text.substr(at, end - at);
      at = end + 1;
      if (word.empty()) continue;
      const bool label = find(word) != nullptr || head_kind(word) == HeadKind::code;
      // "2912862.00 其中：财政": an amount, and the beginning of the label beside it.
      const bool next_label = open && head_kind(out.back()) == HeadKind::amount && key_text(word).size() >= kLeastFront && begins_label(key_of(word));
      const bool inside = open && !label && !next_label && may_be_inside(decode_utf8(out.back()).back(), decode_utf8(word).front(), style_);
      if (inside) out.back() += " " + word;
      else out.push_back(word);
      open = !label;
    }
    return out;
  }

  void cut_line(size_t line) {
    bool bound = false;
    for (const std::string& word : words_of(lines_[line].text)) {
      TextLine own = text_line(lines_[line]);
      own.text = word;
      add(word, {std::move(own)}, bound, false);
      bound = true;
    }
  }

  bool begins_label(const std::string& key) const {
    const auto it = labels_.lower_bound(key);
    return it != labels_.end() && it->first.compare(0, key.size(), key) == 0;
  }

  // "预算规模及" far away from "资金用途", which is a label by itself.
  void join_far_labels() {
    for (HeadPiece& piece : pieces_) {
      constexpr size_t kLeast = 4;   // characters that no value is by chance
      if (piece.kind != HeadKind::text || piece.key.size() < kLeast || piece.key.size() > kLongestPart) continue;
      const auto label = std::find_if(pieces_.begin(), pieces_.end(), [&](const HeadPiece& rest) {
        const auto* fields = rest.kind == HeadKind::label && !rest.fields.empty() ? find(piece.text + rest.text) : nullptr;
        return fields && *fields == rest.fields;
      });
      if (label == pieces_.end()) continue;
      label->lines.insert(label->lines.begin(), piece.lines.begin(), piece.lines.end());
      label->text = piece.text + label->text;
      label->key = key_text(label->text);
      label->fields = *find(label->text);
      piece.kind = HeadKind::used;
    }
  }

  bool is_part(size_t i) const {
    return (pieces_[i].kind == HeadKind::text || pieces_[i].kind == HeadKind::label) && pieces_[i].key.size() <= kLongestPart;
  }

  // A label in a narrow cell stands in several pieces, with others between.
  void join_labels() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (!is_part(i)) continue;
      std::vector<size_t> parts{i};
      if (!go_on(pieces_[i].text, parts)) continue;
      std::string text;
      for (size_t k : parts) text += pieces_[k].text;
      HeadPiece& own = pieces_[i];
      own.text = text;
      own.key = key_text(text);
      own.kind = HeadKind::label;
      own.fields = *find(text);
      for (size_t k : parts) {
        if (k == i) continue;
        own.lines.insert(own.lines.end(), pieces_[k].lines.begin(), pieces_[k].lines.end());
        pieces_[k].kind = HeadKind::used;
      }
    }
  }

  bool go_on(const std::string& text, std::vector<size_t>& parts) const {
    if (parts.size() >= kMostParts || !begins_label(key_of(text))) {
      if (parts.size() > 1 || text.find("（") == text.npos) return false;
    }
    for (size_t k = parts.back() + 1; k < std::min(pieces_.size(), parts.back() + 1 + kNextPart); ++k) {
      if (!is_part(k)) continue;
      const std::string longer = text + pieces_[k].text;
      parts.push_back(k);
      if (find(longer) || go_on(longer, parts)) return true;
      parts.pop_back();
    }
    return false;
  }

  const std::vector<StreamLine>& lines_;
  const BoxStyle style_;
  std::map<std::string, std::vector<const FormField*>> labels_;   // by key_of
  std::vector<HeadPiece> pieces_;
};

}  // namespace

double amount_of(const std::u32string& key) {
  std::string digits;
  for (char32_t c : key) {
    if ((c >= '0' && c <= '9') || c == '.' || c == '-') digits.push_back(static_cast<char>(c));
  }
  return std::strtod(digits.c_str(), nullptr);
}

int step_month(const std::u32string& key) {
  static const RE2 parts(R"((?:(\d{4})年)?(?:(\d{1,2})月|第?([一二三四1-4])季度).*)");
  std::string year, month, quarter;
  if (!RE2::FullMatch(encode_utf8(key), parts, &year, &month, &quarter)) return 0;
  const auto number = [](const std::string& digits) { return std::atoi(digits.c_str()); };
  if (!month.empty()) return 12 * number(year) + number(month);
  const size_t named = std::u32string_view(U"一二三四").find(decode_utf8(quarter)[0]);
  return 12 * number(year) + 3 * (named == std::u32string_view::npos ? number(quarter) : static_cast<int>(named) + 1);
}

HeadKind head_kind(const std::string& text) {
  static const RE2 code(R"(\d{8}[A-Z][0-9A-Z]{3,12})"), amount(R"(-?\d[\d,]*(?:\.\d+)?)"), percent(R"(\d{1,3}(?:\.\d+)?%)"),
      day(R"(\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?)"),
      step(R"((?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:底|末|份)?(?:之?前)?|第?[一二三四1-4]季度[底末]?)");
  std::string plain = folded(text);
  std::erase(plain, ' ');
  if (RE2::FullMatch(plain, code)) return HeadKind::code;
  if (RE2::FullMatch(plain, amount)) return HeadKind::amount;
  if (RE2::FullMatch(plain, percent)) return HeadKind::percent;
  if (RE2::FullMatch(plain, step)) return HeadKind::step;
  if (RE2::FullMatch(plain, day)) return HeadKind::day;
  return HeadKind::text;
}

std::vector<HeadPiece> head_pieces(const std::vector<StreamLine>& lines, const std::vector<size_t>& head, const Form& form, const BoxStyle& style) {
  return Cutter(lines, form, style).run(head);
}

}  // namespace budgetlift
