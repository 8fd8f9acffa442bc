// The forms of a run, with what the steps make of them to find their labels: made once, at its first use, for all documents.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <typeindex>
#include <utility>
#include <vector>

#include "schemas/form.h"

namespace budgetlift {

// A handle: copies share forms and indexes, which live as long as the last of them.
class FormSet {
 public:
  FormSet() : FormSet(std::vector<Form>()) {}
  FormSet(std::vector<Form> forms) : shared_(std::make_shared<Shared>(std::move(forms))) {}   // NOLINT: a list of forms is one

  const std::vector<Form>& forms() const { return shared_->forms; }
  operator const std::vector<Form>&() const { return forms(); }   // NOLINT
  auto begin() const { return forms().begin(); }
  auto end() const { return forms().end(); }
  size_t size() const { return forms().size(); }
  bool empty() const { return forms().empty(); }
  const Form& operator[](size_t i) const { return forms()[i]; }
  const Form& front() const { return forms().front(); }

  // What an `Index`, made of a list of forms, is for these.
  template <typename Index>
  const Index& index() const {
    const std::lock_guard lock(shared_->mutex);
    std::shared_ptr<const void>& made = shared_->made[typeid(Index)];
    if (!made) made = std::make_shared<const Index>(shared_->forms);
    return *static_cast<const Index*>(made.get());
  }

 private:
  struct Shared {
    explicit Shared(std::vector<Form> f) : forms(std::move(f)) {}
    const std::vector<Form> forms;
    std::mutex mutex;
    std::map<std::type_index, std::shared_ptr<const void>> made;
  };
  std::shared_ptr<Shared> shared_;
};

// The forms built into the program, from schemas/forms/*.json.
const FormSet& builtin_forms();

}  // namespace budgetlift
