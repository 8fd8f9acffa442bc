// What the supervisor and its workers say to each other over a socket: short messages; records go into files.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "batch/descriptor.h"
#include "batch/ledger.h"

namespace budgetlift {

namespace message {

// ---- to a worker
struct Read {
  std::string path;
};
struct Answer {
  bool read = false;   // go on with the document whose content was told; else leave it
};

// ---- from a worker
struct Content {       // a document's bytes are known; the worker waits for an Answer
  std::string path;    // of an archive's document: ARCHIVE/NAME
  std::string archive; // "" for a file
  FileStamp stamp;
  std::string sha256;
};
struct Page {};        // another one is finished: it is still at work
struct Done {          // with the document that was asked for; places are in the worker's own output file
  DocumentOutcome outcome;
};
struct Unreadable {    // an input whose content could not be had: the file, or a document of an archive
  std::string path, archive;
  FileStamp stamp;
  Error error;
};
struct End {           // with the input
  bool archive = false;   // an archive was read to its end
};

}  // namespace message

using Message = std::variant<message::Read, message::Answer, message::Content, message::Page, message::Done, message::Unreadable, message::End>;

// One end of the socket.
class Channel {
 public:
  Channel() = default;   // to nobody
  explicit Channel(int socket) : socket_(socket) {}

  int socket() const { return socket_.get(); }   // -1: to nobody
  // False if the other end is gone.
  bool send(const Message& message);
  // Waits; nothing if the other end is gone or says what cannot be understood.
  std::optional<Message> receive();
  // Takes what has come without waiting; false if the other end is gone. Whole messages come out of `next`.
  bool fill();
  std::optional<Message> next();

 private:
  Descriptor socket_;
  std::string buffer_;
  bool broken_ = false;
};

}  // namespace budgetlift
