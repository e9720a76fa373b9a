// One connection: requests in, answers out, one after another, until either side has had enough. What cannot be read beyond
// doubt as one request is refused and the connection closed: nothing after it can be trusted.
//
// Only server.cc and connection.cc include this. Threads: everything runs on the connection's strand but Stop.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http.h"

namespace arshjul::gateway {

// What the connections of a server share.
struct Together {
  Handler* handler = nullptr;
  std::atomic<size_t> body_bytes = 0;    // that have come and are not answered yet
  std::atomic<size_t> answer_bytes = 0;  // that have not been written yet
};

// What of them is one request's; given back at the latest when it goes.
class Share {
 public:
  explicit Share(std::atomic<size_t>& total) : total_(total) {}
  ~Share() { GiveBack(); }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;
  // The total with so many more.
  size_t Take(size_t bytes) {
    bytes_ += bytes;
    return total_ += bytes;
  }
  void GiveBack() {
    total_ -= bytes_;
    bytes_ = 0;
  }

 private:
  std::atomic<size_t>& total_;
  size_t bytes_ = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `together` outlives it.
  Connection(Together& together, boost::asio::ip::tcp::socket socket);

  // Until it is over.
  boost::asio::awaitable<void> Serve();
  boost::asio::any_io_executor executor() { return stream_.get_executor(); }
  // Ends as soon as what is under way has been answered. Any thread.
  void Stop();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  enum class Got { kAll, kNothing, kTooMuch, kTooSlow, kNonsense, kBusy };

  boost::asio::awaitable<bool> ServeOne();
  boost::asio::awaitable<Got> ReadHead(size_t& size);
  boost::asio::awaitable<Got> ReadBody(Parser& parser, const Head& head, Share& share);
  boost::asio::awaitable<void> RefuseAndClose(Got got, const Head& head);
  boost::asio::awaitable<Answer> Ask(Request request);
  boost::asio::awaitable<bool> WriteWhole(const Answer& answer, bool head_only, bool close);
  boost::asio::awaitable<void> WriteStream(Answer answer, bool chunked);
  boost::asio::awaitable<bool> WriteBytes(std::string_view first, std::string_view second);
  boost::asio::awaitable<void> Linger();
  void LimitReading(std::chrono::seconds time);
  void UnlimitReading();
  void WatchForEnd();
  void AskForPiece(Stream& stream);

  Together& together_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::string address_;  // of the other side
  boost::asio::steady_timer bell_;  // rung when what the coroutine waits for is there
  boost::asio::steady_timer clock_;  // of what is being read
  uint64_t limit_ = 0;               // which of its limits holds
  bool late_ = false;                // it has passed
  std::shared_ptr<Patience> patience_;  // of whoever waits for the answer
  std::optional<Answer> answer_;
  std::optional<Stream::Piece> piece_;
  bool gone_ = false;      // the other side
  bool stopping_ = false;
  bool idle_ = false;      // between two requests
};

}  // namespace arshjul::gateway
