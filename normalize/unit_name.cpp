#include "normalize/unit_name.h"

#include <re2/re2.h>

#include "schemas/canonical.h"

namespace budgetlift {

UnitName split_unit(const std::string& text) {
  static const RE2 bracketed(R"(^[\[［【]\s*(?P<code>\d{3,15})\s*[\]］】]\s*(?P<name>[^\s\-—－–_].*)$)");
  // A number without brackets or a dash behind a name may be a part of it ("第302地质队").
  static const RE2 first(R"(^[\[［【〔(（]?\s*(?P<code>\d{3,15})\s*[\]］】〕)）]?\s*[-—－–_:：]?\s*(?P<name>[^\d\s\]］】〕)）].*)$)");
  static const RE2 last(R"(^(?P<name>.*?[^\s\-—－–_])\s*(?:[-—－–_]+\s*|[\[［【〔(（]\s*)(?P<code>\d{3,15})\s*[\]］】〕)）]?$)");
  UnitName out;
  if (RE2::FullMatch(text, bracketed, &out.code, &out.name)) return {out.code, canonical(out.name)};
  if (RE2::FullMatch(text, first, &out.code, &out.name)) return {out.code, canonical(out.name)};
  if (RE2::FullMatch(text, last, &out.name, &out.code)) return {out.code, canonical(out.name)};
  return {"", text};
}

}  // namespace budgetlift
