#include "extract/dump_layout_labels.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "extract/dump_text.h"
#include "schemas/canonical.h"
#include "schemas/label_key.h"

namespace budgetlift {
namespace {

constexpr int kLineStep = 3;         // printed lines from one line of a label to its next: others may stand at half heights
constexpr int kEdgeStep = 6;         // … of one that begins its lines, where the next makes it whole
constexpr double kOffCenter = 12;    // columns by which the centres of a label's lines may differ: a place among other texts is counted by these
constexpr int kSpacedOut = 6;        // columns between the characters of a label that is spaced out
constexpr size_t kMostPieces = 14;   // of a label
constexpr int kPageTop = 3;          // lines of a page below its running heads
constexpr size_t kLeastOnEdge = 4;   // characters of a label along a table's edge
constexpr double kOffEdgeCenter = 2; // columns by which centres of its lines may differ there
constexpr int kOffEdge = 1;          // columns by which its parts on a page may be off one another

std::u32string label_of(const std::u32string& key) { return decode_utf8(label_key(folded(encode_utf8(key))).key); }

// Whether the text behind a label may be its colon, or a unit of money in brackets, as far as it goes.
bool is_behind_label(std::u32string_view rest) {
  constexpr std::u32string_view kUnit = U"元十百千万亿单位:";
  if (rest.front() == '(') {
    const size_t end = rest.find_first_not_of(kUnit, 1);
    if (end == rest.npos) return true;
    if (rest[end] != ')') return false;
    rest.remove_prefix(end + 1);
  }
  return rest.empty() || rest == U":";
}

}  // namespace

LabelWordsOfForms::LabelWordsOfForms(const std::vector<Form>& forms) {
  for (const Form& form : forms) {
    const auto add_path = [&](const std::string& path, unsigned use, const std::string& kind) {
      add(path, use, kind, "");
      if (path.find('/') == path.npos) return;
      for (const std::string& label : labels_of_path(path)) add(label, use, kind, "");
    };
    const auto own = [&](const std::string& path, const std::string& key) {
      const size_t slash = path.rfind('/');
      std::string& one = words_[label_of(key_text(slash == path.npos ? path : path.substr(slash + 1)))].own;
      if (one.empty()) one = key;
    };
    for (const FormField& field : form.fields) {
      for (const std::string& label : field.labels) {
        if (form.listing) add_path(label, kListingLabel, field.kind), own(label, field.key);
        else add(label, kFieldLabel, field.kind, "");
      }
      for (const FormRowColumn& column : field.columns) {
        for (const std::string& label : column.labels) add_path(label, kRowsLabel, column.total.empty() ? "text" : "amount");
      }
      for (const std::string& label : field.total_labels) add(label, kTotalLabel, "", "");
    }
    for (const std::string& group : form.groups) {
      add(group, form.listing ? kListingLabel : kGroupLabel, "group", "");
      if (form.listing) own(group, "group");
    }
    for (const std::string& label : form.total_labels) add(label, kSumLabel, "", "");
    for (const FormBlock& block : form.blocks) {
      for (const std::string& label : block.labels) add(label, kBlockLabel, "group", "");
    }
    for (const FormColumn& column : form.columns) {
      for (const std::string& label : column.labels) add(label, kColumnLabel, column.kind, column.key);
    }
  }
}

void LabelWordsOfForms::add(const std::string& label, unsigned use, const std::string& kind, const std::string& column) {
  const std::u32string key = label_of(key_text(label));
  Word& word = words_[key];
  word.uses |= use;
  if (use != kListingLabel && use != kSumLabel && (word.kind.empty() || (use != kGroupLabel && use != kBlockLabel))) word.kind = kind;
  if (!column.empty()) word.column = column;
  // Of what the key leaves out, as a part in brackets, a line may break, too.
  for (const std::u32string& whole : {key, key_text(label)}) {
    for (size_t n = 1; n <= whole.size(); ++n) beginnings_.insert(whole.substr(0, n));
  }
}

bool LabelWordsOfForms::is_under(const LayoutLabel& above, const LayoutLabel& below) const {
  const auto key = [](const LayoutLabel& label) {
    std::u32string out;
    for (const LayoutPiece* piece : label.pieces) out += piece->key;
    return label_of(out);
  };
  return words_.count(key(above) + U"/" + key(below)) > 0;
}

bool LabelWordsOfForms::is_sum(const LayoutPiece& piece) const { return word(piece.key, kSumLabel) != nullptr; }

std::vector<size_t> LabelWordsOfForms::cuts(const std::u32string& key) const {
  std::vector<size_t> out;
  for (size_t at = 0; at < key.size();) {
    size_t length = key.size() - at;
    while (length > 0 && !word(key.substr(at, length), kColumnLabel)) --length;
    if (length == 0) return {};
    if (at > 0) out.push_back(at);
    at += length;
  }
  return out;
}

const LabelWordsOfForms::Word* LabelWordsOfForms::word(const std::u32string& key, unsigned uses) const {
  const auto it = words_.find(label_of(key));
  return it != words_.end() && (it->second.uses & uses) ? &it->second : nullptr;
}

bool LabelWordsOfForms::begins(const std::u32string& key) const {
  if (beginnings_.count(key)) return true;
  for (size_t n = key.size(); n-- > 1;) {
    if (words_.count(key.substr(0, n))) return is_behind_label(std::u32string_view(key).substr(n));
  }
  return false;
}

bool LabelWordsOfForms::is_header(const std::string& line) const {
  int labels = 0, others = 0;
  std::istringstream parts(line);
  for (std::string part; parts >> part;) ++(word(key_text(part), kColumnLabel | kListingLabel) ? labels : others);
  return labels > others && (labels > 1 || others == 0);
}

struct LabelWordsOfForms::Search {
  const LabelWordsOfForms& words;
  const LayoutText& text;
  unsigned uses;
  const std::set<const LayoutPiece*>& taken;
  int last;   // line after the last one
  std::vector<const LayoutPiece*> pieces{}, best{};
  std::u32string key{};
  const Word* found = nullptr;

  void go_on() {
    if (const Word* word = words.word(key, uses); word && pieces.size() > best.size()) {
      best = pieces;
      found = word;
    }
    if (pieces.size() >= kMostPieces) return;
    const LayoutPiece& at = *pieces.back();
    const std::vector<LayoutPiece>& line = text.lines[static_cast<size_t>(at.line)].pieces;
    const size_t index = static_cast<size_t>(&at - line.data());
    // "项 目 名 称"; of a font whose size the tool mistakes, two lines of a label stand on one.
    if (index + 1 < line.size() && line[index + 1].begin - at.end <= kSpacedOut) try_piece(line[index + 1]);
    const bool on_edge = index == 0;
    bool shut = false;   // another label stands between: only what makes the label whole is a part of it
    for (int next = at.line + 1; next < std::min(last, at.line + 1 + (on_edge ? kEdgeStep : kLineStep)); ++next) {
      if (text.lines[static_cast<size_t>(next)].page_start) {
        over_page(next);
        break;
      }
      std::vector<const LayoutPiece*> below;
      const auto off = [&](const LayoutPiece* piece) { return std::abs(piece->center() - pieces.front()->center()); };
      if (next > at.line + kLineStep) {
        const LayoutPiece& front = text.lines[static_cast<size_t>(next)].pieces.front();
        if (off(&front) <= kOffEdgeCenter && !words.word(key, uses) && words.word(key + front.key, uses)) try_piece(front);
        continue;
      }
      for (const LayoutPiece& piece : text.lines[static_cast<size_t>(next)].pieces) {
        if (off(&piece) <= kOffCenter && !is_below_other(piece)) below.push_back(&piece);
      }
      std::sort(below.begin(), below.end(), [&](const LayoutPiece* a, const LayoutPiece* b) { return off(a) < off(b); });
      for (const LayoutPiece* piece : below) {
        if (!shut || (!words.word(key, uses) && words.word(key + piece->key, uses))) try_piece(*piece);
      }
      const auto between = [&](const LayoutPiece& piece) { return !piece.glued && piece.begin < at.end && at.begin < piece.end && words.begins(piece.key); };
      shut = shut || std::any_of(text.lines[static_cast<size_t>(next)].pieces.begin(), text.lines[static_cast<size_t>(next)].pieces.end(), between);
    }
  }

  // What a page's end cut off a label at the left edge begins one of the next page's first lines, and makes the label whole; or does so
  // with the lines below it: "（", then "万", "元", "）".
  void over_page(int begin) {
    const LayoutPiece& at = *pieces.back();
    if (&at != &text.lines[static_cast<size_t>(at.line)].pieces.front()) return;
    std::u32string all = key;
    for (int line = begin; line < std::min(last, begin + kPageTop); ++line) {
      const LayoutPiece& piece = text.lines[static_cast<size_t>(line)].pieces.front();
      all += piece.key;
      if (line > begin && words.word(all, uses)) try_piece(text.lines[static_cast<size_t>(begin)].pieces.front());
      if (words.word(key + piece.key, uses)) try_piece(piece);
    }
  }

  // Whether the piece, beside the label's last one, is below another piece that stands between their lines.
  bool is_below_other(const LayoutPiece& piece) const {
    const LayoutPiece& at = *pieces.back();
    const auto overlap = [](const LayoutPiece& a, const LayoutPiece& b) { return a.begin < b.end && b.begin < a.end; };
    if (overlap(at, piece)) return false;
    for (int between = at.line + 1; between < piece.line; ++between) {
      const std::vector<LayoutPiece>& line = text.lines[static_cast<size_t>(between)].pieces;
      if (std::any_of(line.begin(), line.end(), [&](const LayoutPiece& other) { return overlap(other, piece); })) return true;
    }
    return false;
  }

  void try_piece(const LayoutPiece& piece) {
    if (taken.count(&piece)) return;
    const std::u32string longer = key + piece.key;
    if (!words.begins(longer)) return;
    // Behind a label of indicators' columns no unit of money stands: "（元）" below it is the end of a text.
    const Word* whole = words.word(key, kColumnLabel);
    if (whole && whole->uses == kColumnLabel && piece.line != pieces.back()->line && !words.beginnings_.count(longer)) return;
    const std::u32string shorter = key;
    pieces.push_back(&piece);
    key = longer;
    go_on();
    pieces.pop_back();
    key = shorter;
  }
};

std::vector<LayoutLabel> LabelWordsOfForms::find(const LayoutText& text, int first, int last, unsigned uses) const {
  std::vector<LayoutLabel> out;
  std::set<const LayoutPiece*> taken;
  for (int line = first; line < last; ++line) {
    for (const LayoutPiece& piece : text.lines[static_cast<size_t>(line)].pieces) {
      if (taken.count(&piece) || !begins(piece.key)) continue;
      Search search{*this, text, uses, taken, last};
      search.pieces.push_back(&piece);
      search.key = piece.key;
      search.go_on();
      if (!search.found) continue;
      LayoutLabel label{search.found->uses, search.found->kind, search.found->column, search.found->own, search.best, line, line, piece.begin, piece.end};
      for (const LayoutPiece* one : search.best) {
        taken.insert(one);
        label.last = std::max(label.last, one->line);
        label.begin = std::min(label.begin, one->begin);
        label.end = std::max(label.end, one->end);
      }
      out.push_back(std::move(label));
    }
  }
  return out;
}

std::vector<const LayoutPiece*> LabelWordsOfForms::along_edge(const LayoutText& text, int first, int last) const {
  std::set<std::u32string> labels;
  for (const auto& [label, word] : words_) {
    if ((word.uses & kGroupLabel) && label.size() >= kLeastOnEdge) labels.insert(label);
  }
  for (const std::u32string& label : labels) {
    std::vector<const LayoutPiece*> out;
    size_t length = 0;
    for (int line = first; line < last; ++line) {
      const LayoutPiece& piece = text.lines[static_cast<size_t>(line)].pieces.front();
      if (piece.key.size() >= label.size() / 2 + 1 || label.compare(length, piece.key.size(), piece.key) != 0) continue;
      const bool page = !out.empty() && text.lines[static_cast<size_t>(out.back()->line)].page == text.lines[static_cast<size_t>(line)].page;
      if (page && std::abs(out.back()->begin - piece.begin) > kOffEdge) continue;
      out.push_back(&piece);
      length += piece.key.size();
      if (length == label.size()) return out;
    }
  }
  return {};
}

}  // namespace budgetlift
