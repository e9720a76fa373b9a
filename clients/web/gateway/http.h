// A request and its answer as the gateway's parts see them: no sockets, no library. A request has been read whole and its
// framing checked; an answer is either a body at once or a stream of pieces.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace arshjul::gateway {

struct Field {
  std::string name, value;
};

struct Head {
  std::string method;  // "GET"
  std::string target;  // "/v1/municipalities/loten?pageSize=1", as sent
  std::vector<Field> fields;

  // The first value of the field, whatever the case of its name; null when it is not there.
  const std::string* Find(std::string_view name) const;
  // The same, "" when it is not there.
  std::string_view Value(std::string_view name) const;
};

// That an answer has been waited for so long that it had better begin. Whoever waits says so; whoever answers may act on it.
// Threads: any.
class Patience {
 public:
  // Once; at once when it is at an end already.
  void WhenAtEnd(std::function<void()> act);
  void End();

 private:
  std::mutex mutex_;
  bool at_end_ = false;
  std::function<void()> act_;
};

struct Request {
  Head head;
  std::string body;
  std::string address;  // whose connection it is, without the port
  std::shared_ptr<Patience> patience;  // null: endless
};

// Pieces of a body that comes bit by bit. One reader; Next is not called again before its `take` has been.
class Stream {
 public:
  struct Piece {
    std::string bytes;
    bool end = false;     // nothing follows these bytes
    bool broken = false;  // with end: something is missing, and the reader must see it
  };
  virtual ~Stream() = default;
  // Calls `take` once, on any thread, perhaps before it returns.
  virtual void Next(std::function<void(Piece)> take) = 0;
  // The reader has gone: nothing more is wanted.
  virtual void Cancel() = 0;
  // What is sent when there has been nothing to send for kHeartbeat; "": nothing.
  virtual std::string Heartbeat() const = 0;
};

struct Answer {
  int status = 200;
  std::vector<Field> fields;  // Content-Length and Connection are the connection's matter
  std::string body;
  std::shared_ptr<const std::string> kept;  // in place of body: bytes that many answers share
  std::shared_ptr<Stream> stream;           // in place of body
  std::string route;                        // for logs and metrics: a template, never what was asked for
};

// Called once, on any thread.
using Reply = std::function<void(Answer)>;

// What answers requests. Threads: any.
class Handler {
 public:
  virtual ~Handler() = default;
  // The largest body that a request with this head may have.
  virtual size_t BodyLimit(const Head& head) = 0;
  virtual void Handle(Request request, Reply reply) = 0;
  // The answer to what is no request, or not one that is taken: 400, 408, 413, 431, 503.
  virtual Answer Refuse(int status, const Head& head) = 0;
};

// The method where it is one of HTTP's usual ones, else "other": for logs and figures, which are not a client's to fill.
std::string KnownMethod(const std::string& method);

std::string_view ReasonPhrase(int status);

// Equal but for ASCII case.
bool SameWord(std::string_view a, std::string_view b);

}  // namespace arshjul::gateway
