// File descriptors with an owner.
#pragma once

#include <string_view>
#include <utility>

namespace budgetlift {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const { return descriptor_; }
  bool open() const { return descriptor_ >= 0; }
  // False, with errno, if what was written could not be kept. None the second time.
  bool close();

 private:
  int descriptor_ = -1;
};

// All of it, whatever interrupts; false, with errno, if not.
bool write_all(int descriptor, std::string_view bytes);

}  // namespace budgetlift
