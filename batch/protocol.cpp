// A message: four bytes of length, then a JSON array in CBOR, which takes names that are no UTF-8.
#include "batch/protocol.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sys/socket.h>

namespace budgetlift {
namespace {

using nlohmann::json;

constexpr std::uint32_t kMostBytes = 1 << 20;   // of a message

// A whole number; of a fraction nlohmann makes any.
std::int64_t whole(const json& j) {
  if (!j.is_number_integer()) throw json::type_error::create(302, "no whole number", nullptr);
  return j.get<std::int64_t>();
}
int small(const json& j) { return static_cast<int>(whole(j)); }

// json::array, as braces around one value are an array to g++ and that value to clang.
json packed(const FileStamp& s) { return json::array({s.size, s.modified, s.changed, s.inode}); }
FileStamp stamp(const json& j) { return {whole(j.at(0)), whole(j.at(1)), whole(j.at(2)), whole(j.at(3))}; }
json packed(const FileRange& p) { return json::array({p.file, p.offset, p.length}); }
FileRange place(const json& j) { return {j.at(0), whole(j.at(1)), whole(j.at(2))}; }
ErrorKind kind_of(const json& j) {
  const std::int64_t number = whole(j);
  if (number < 0 || number > static_cast<std::int64_t>(ErrorKind::no_records)) throw json::type_error::create(302, "no kind", nullptr);
  return static_cast<ErrorKind>(number);
}
json packed(const Error& e) { return json::array({static_cast<int>(e.kind), e.message}); }
Error error(const json& j) { return {kind_of(j.at(0)), j.at(1)}; }

json packed(const DocumentOutcome& o) {
  return json::array({o.sha256, o.error ? packed(*o.error) : json(), o.partial, o.kind, o.pages, o.records, o.reviewed, o.reasons,
          packed(o.record_lines), packed(o.review_lines), o.checksum, o.milliseconds});
}
DocumentOutcome outcome(const json& j) {
  DocumentOutcome o;
  o.sha256 = j.at(0);
  if (!j.at(1).is_null()) o.error = error(j.at(1));
  o.partial = j.at(2);
  o.kind = j.at(3);
  o.pages = small(j.at(4));
  o.records = small(j.at(5));
  o.reviewed = small(j.at(6));
  for (const auto& [reason, entries] : j.at(7).items()) o.reasons[reason] = small(entries);
  o.record_lines = place(j.at(8));
  o.review_lines = place(j.at(9));
  o.checksum = static_cast<std::uint32_t>(whole(j.at(10)));
  o.milliseconds = whole(j.at(11));
  return o;
}

struct Pack {
  json operator()(const message::Read& m) const { return json::array({m.path}); }
  json operator()(const message::Answer& m) const { return json::array({m.read}); }
  json operator()(const message::Content& m) const { return json::array({m.path, m.archive, packed(m.stamp), m.sha256}); }
  json operator()(const message::Page&) const { return json::array(); }
  json operator()(const message::Done& m) const { return json::array({packed(m.outcome)}); }
  json operator()(const message::Unreadable& m) const { return json::array({m.path, m.archive, packed(m.stamp), packed(m.error)}); }
  json operator()(const message::End& m) const { return json::array({m.archive}); }
};

// The array that pack() gave, behind the message's number.
Message unpack(size_t number, const json& j) {
  switch (number) {
    case 0: return message::Read{j.at(0)};
    case 1: return message::Answer{j.at(0).get<bool>()};
    case 2: return message::Content{j.at(0), j.at(1), stamp(j.at(2)), j.at(3)};
    case 3: return message::Page{};
    case 4: return message::Done{outcome(j.at(0))};
    case 5: return message::Unreadable{j.at(0), j.at(1), stamp(j.at(2)), error(j.at(3))};
    case 6: return message::End{j.at(0).get<bool>()};
    default: throw json::other_error::create(500, "unknown message", nullptr);
  }
}

}  // namespace

bool Channel::send(const Message& message) {
  const json body = json::array({message.index(), std::visit(Pack{}, message)});
  std::string bytes(sizeof(std::uint32_t), '\0');
  json::to_cbor(body, bytes);
  const auto length = static_cast<std::uint32_t>(bytes.size() - sizeof(std::uint32_t));
  std::memcpy(bytes.data(), &length, sizeof length);
  for (size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = ::send(socket_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    sent += static_cast<size_t>(n);
  }
  return true;
}

std::optional<Message> Channel::next() {
  std::uint32_t length = 0;
  if (broken_ || buffer_.size() < sizeof length) return std::nullopt;
  std::memcpy(&length, buffer_.data(), sizeof length);
  broken_ = length > kMostBytes;
  if (broken_ || buffer_.size() < sizeof length + length) return std::nullopt;
  try {
    const json body = json::from_cbor(buffer_.begin() + sizeof length, buffer_.begin() + sizeof length + length);
    buffer_.erase(0, sizeof length + length);
    return unpack(static_cast<size_t>(whole(body.at(0))), body.at(1));
  } catch (const json::exception&) {
    broken_ = true;   // a worker that was taken over may say anything
    return std::nullopt;
  }
}

bool Channel::fill() {
  std::array<char, 1 << 16> bytes{};
  const ssize_t n = ::recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (n < 0) return errno == EAGAIN || errno == EINTR;
  buffer_.append(bytes.data(), static_cast<size_t>(n));
  return n > 0 && !broken_;
}

std::optional<Message> Channel::receive() {
  for (;;) {
    if (auto message = next()) return message;
    std::array<char, 4096> bytes{};
    const ssize_t n = broken_ ? 0 : ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return std::nullopt;
    buffer_.append(bytes.data(), static_cast<size_t>(n));
  }
}

}  // namespace budgetlift
