#include "connection.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

#include "head_check.h"
#include "bounds.h"

namespace arshjul::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Strand = asio::any_io_executor;

constexpr size_t kReadAtOnce = 4096;
constexpr size_t kBodyPiece = kSlowestBytes * kBodyTime.count();
constexpr size_t kMostBuffered = 128 << 10;  // a head, and what the library reads at once; chunk extensions have no other bound
constexpr size_t kSmallAnswer = 64 << 10;  // is given whatever waits
constexpr size_t kLingerBytes = 256 << 10;
constexpr seconds kLingerTime{2};

auto Into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

std::string DateNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

// A value that ended its line would begin a field of its own.
std::string OnOneLine(std::string value) {
  for (char& c : value) c = static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return value;
}

std::string HeadText(const Answer& answer) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", answer.status, ReasonPhrase(answer.status), DateNow());
  for (const Field& field : answer.fields) out += fmt::format("{}: {}\r\n", field.name, OnOneLine(field.value));
  return out;
}

seconds TimeFor(seconds least, size_t bytes) { return least + seconds(bytes / kSlowestBytes); }

Head HeadOf(const http::request<http::string_body>& message) {
  Head head{.method = std::string(message.method_string()), .target = std::string(message.target())};
  for (const auto& field : message) head.fields.push_back({std::string(field.name_string()), std::string(field.value())});
  return head;
}

}  // namespace

Connection::Connection(Together& together, asio::ip::tcp::socket socket)
    : together_(together), stream_(std::move(socket)), bell_(stream_.get_executor()), clock_(stream_.get_executor()) {
  buffer_.max_size(kMostBuffered);
}

void Connection::Stop() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    self->stopping_ = true;
    self->bell_.cancel();
    if (self->idle_) self->stream_.cancel();
  });
}

asio::awaitable<void> Connection::Serve() {
  const auto self = shared_from_this();
  error_code error;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), error);
  if (const auto peer = stream_.socket().remote_endpoint(error); !error) address_ = peer.address().to_string();
  for (bool goes_on = true; goes_on && !stopping_;) goes_on = co_await ServeOne();
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, error);
  stream_.close();
}

// False: the connection is over. GCC 12 destroys some temporaries of an expression with co_await twice: what it is given has a name here.
asio::awaitable<bool> Connection::ServeOne() {
  size_t size = 0;
  Head head;
  const Got read = co_await ReadHead(size);
  if (read != Got::kAll) {
    co_await RefuseAndClose(read, head);
    co_return false;
  }
  Parser parser;
  parser.header_limit(kLargestHead + 1);
  parser.body_limit(boost::none);
  error_code error;
  const auto bytes = buffer_.data();
  const bool sound = CheckHead({static_cast<const char*>(bytes.data()), size}) == HeadFault::kNone;
  if (sound) buffer_.consume(parser.put(asio::const_buffer(bytes.data(), size), error));
  if (!sound || error || !parser.is_header_done()) {
    co_await RefuseAndClose(Got::kNonsense, head);
    co_return false;
  }
  head = HeadOf(parser.get());
  Share share(together_.body_bytes);
  const Got got = co_await ReadBody(parser, head, share);
  bool goes_on = false;
  if (got != Got::kAll) {
    co_await RefuseAndClose(got, head);
  } else {
    const bool keep_alive = parser.get().keep_alive(), old = parser.get().version() == 10;
    const bool head_only = head.method == "HEAD";
    Head asked{.method = head.method};
    if (const std::string* language = head.Find("Accept-Language")) asked.fields = {{"Accept-Language", *language}};
    Request request{std::move(head), std::move(parser.get().body()), address_};
    Answer answer = co_await Ask(std::move(request));
    share.GiveBack();
    Share told(together_.answer_bytes);
    if (told.Take(answer.body.size()) > kMostAnswerBytes && answer.body.size() > kSmallAnswer) {
      told.GiveBack();
      answer = together_.handler->Refuse(503, asked);
    }
    if (answer.stream != nullptr) {
      co_await WriteStream(std::move(answer), !old);
    } else {
      const bool close = !keep_alive || stopping_;
      const bool written = co_await WriteWhole(answer, head_only, close);
      goes_on = written && !close;
    }
  }
  co_return goes_on;
}

asio::awaitable<Connection::Got> Connection::ReadHead(size_t& size) {
  bool begun = buffer_.size() > 0;
  LimitReading(begun ? kHeadTime : kIdleTime);
  for (;;) {
    const auto bytes = buffer_.data();
    const std::string_view seen(static_cast<const char*>(bytes.data()), bytes.size());
    const size_t end = seen.find("\r\n\r\n");
    size = end + 4;
    if (end != std::string_view::npos || seen.size() >= kLargestHead) {
      UnlimitReading();
      co_return end == std::string_view::npos || size > kLargestHead ? Got::kTooMuch : Got::kAll;
    }
    error_code error;
    idle_ = !begun;
    const size_t count = co_await stream_.async_read_some(buffer_.prepare(kReadAtOnce), Into(error));
    idle_ = false;
    if (error) {
      UnlimitReading();
      co_return begun && late_ ? Got::kTooSlow : Got::kNothing;
    }
    buffer_.commit(count);
    if (!std::exchange(begun, true)) LimitReading(kHeadTime);
  }
}

asio::awaitable<Connection::Got> Connection::ReadBody(Parser& parser, const Head& head, Share& share) {
  if (parser.is_done()) co_return Got::kAll;
  const size_t limit = together_.handler->BodyLimit(head);
  const size_t expected = parser.content_length() ? *parser.content_length() : limit;
  if (expected > limit) co_return Got::kTooMuch;
  parser.body_limit(limit);
  if (SameWord(head.Value("Expect"), "100-continue")) {
    const bool told = co_await WriteBytes("HTTP/1.1 100 Continue\r\n\r\n", "");
    if (!told) co_return Got::kNothing;
  }
  error_code error;
  parser.eager(true);
  // What stands around chunks is nothing that has come: it gives no more time, and is not kept.
  const std::string& body = parser.get().body();
  for (size_t due = 0; !error && !parser.is_done();) {
    // Each piece has its time: whoever sends slower than that is let go of, however much is to come.
    if (body.size() >= due) {
      due = body.size() + kBodyPiece;
      LimitReading(kBodyTime);
    }
    const size_t before = body.size();
    co_await http::async_read_some(stream_, buffer_, parser, Into(error));
    if (share.Take(body.size() - before) > kMostBodyBytes) {
      UnlimitReading();
      co_return Got::kBusy;
    }
  }
  UnlimitReading();
  if (!error) co_return Got::kAll;
  if (error == http::error::body_limit) co_return Got::kTooMuch;
  if (late_) co_return Got::kTooSlow;
  const bool nonsense = error.category() == http::make_error_code(http::error::bad_chunk).category();
  co_return nonsense && error != http::error::end_of_stream && error != http::error::partial_message ? Got::kNonsense : Got::kNothing;
}

asio::awaitable<void> Connection::RefuseAndClose(Got got, const Head& head) {
  if (got == Got::kNothing || got == Got::kAll) co_return;
  // Without a head nothing is known of a body.
  const int too_much = head.method.empty() ? 431 : 413;
  const int status = got == Got::kTooMuch ? too_much : got == Got::kTooSlow ? 408 : got == Got::kBusy ? 503 : 400;
  const Answer answer = together_.handler->Refuse(status, head);
  const bool told = co_await WriteWhole(answer, head.method == "HEAD", true);
  if (told) co_await Linger();
}

asio::awaitable<Answer> Connection::Ask(Request request) {
  answer_.reset();
  request.patience = patience_ = std::make_shared<Patience>();
  together_.handler->Handle(std::move(request), [self = shared_from_this()](Answer answer) {
    asio::post(self->stream_.get_executor(), [self, answer = std::move(answer)]() mutable {
      self->answer_ = std::move(answer);
      self->bell_.cancel();
    });
  });
  bell_.expires_after(kFirstPieceTime);
  for (bool patient = true; !answer_;) {
    error_code rung;
    co_await bell_.async_wait(Into(rung));
    const bool up = !rung;
    if (answer_ || !patient || !(up || stopping_)) continue;
    patient = false;
    bell_.expires_at(asio::steady_timer::time_point::max());
    patience_->End();
  }
  patience_.reset();
  Answer answer = std::move(*answer_);
  answer_.reset();
  co_return answer;
}

asio::awaitable<bool> Connection::WriteWhole(const Answer& answer, bool head_only, bool close) {
  std::string head = HeadText(answer);
  const std::string& body = answer.kept != nullptr ? *answer.kept : answer.body;
  if (answer.status != 204 && answer.status != 304) head += fmt::format("Content-Length: {}\r\n", body.size());
  if (close) head += "Connection: close\r\n";
  head += "\r\n";
  const bool without = head_only || answer.status == 204 || answer.status == 304;
  const bool written = co_await WriteBytes(head, without ? std::string_view() : std::string_view(body));
  co_return written;
}

asio::awaitable<bool> Connection::WriteBytes(std::string_view first, std::string_view second) {
  stream_.expires_after(TimeFor(kWriteTime, first.size() + second.size()));
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(first.data(), first.size()), asio::buffer(second.data(), second.size())};
  error_code error;
  co_await asio::async_write(stream_, buffers, Into(error));
  co_return !error;
}

asio::awaitable<void> Connection::WriteStream(Answer answer, bool chunked) {
  const std::shared_ptr<Stream> source = std::move(answer.stream);
  std::string head = HeadText(answer) + (chunked ? "Transfer-Encoding: chunked\r\n" : "") + "Connection: close\r\n\r\n";
  buffer_.shrink_to_fit();
  piece_.reset();
  bool asked = false, end = false;
  bool sound = co_await WriteBytes(head, "");
  if (sound) WatchForEnd();
  while (sound && !end && !gone_ && !stopping_) {
    if (!std::exchange(asked, true)) AskForPiece(*source);
    error_code rung;
    bell_.expires_after(kHeartbeat);
    if (!piece_) co_await bell_.async_wait(Into(rung));
    if (gone_ || stopping_) break;
    std::string bytes;
    if (piece_) {
      asked = false;
      end = piece_->end;
      if (piece_->broken) gone_ = true;
      bytes = std::move(std::exchange(piece_, std::nullopt)->bytes);
    } else if (!rung) {
      bytes = source->Heartbeat();
    }
    if (bytes.empty()) continue;
    const std::string size = chunked ? fmt::format("{:x}\r\n", bytes.size()) : "";
    if (chunked) bytes += "\r\n";
    sound = co_await WriteBytes(size, bytes);
  }
  source->Cancel();
  // Without its end what broke off does not look whole.
  if (sound && end && !gone_ && chunked) co_await WriteBytes("0\r\n\r\n", {});
  error_code error;
  stream_.socket().cancel(error);
}

void Connection::AskForPiece(Stream& stream) {
  stream.Next([self = shared_from_this()](Stream::Piece piece) {
    asio::post(self->stream_.get_executor(), [self, piece = std::move(piece)]() mutable {
      self->piece_ = std::move(piece);
      self->bell_.cancel();
    });
  });
}

// The stream's own time limit closes the socket, and nobody could be told why.
void Connection::LimitReading(seconds time) {
  stream_.expires_never();
  late_ = false;
  clock_.expires_after(time);
  clock_.async_wait([self = shared_from_this(), number = ++limit_](error_code error) {
    if (error || number != self->limit_) return;
    self->late_ = true;
    self->stream_.cancel();
  });
}

void Connection::UnlimitReading() {
  ++limit_;
  clock_.cancel();
}

// A reader that has gone is seen at once, and not only by the next heartbeat.
void Connection::WatchForEnd() {
  stream_.socket().async_wait(asio::ip::tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
    if (error) return;
    // What was read long ago may wake this too: only a read says whether there is an end.
    char next = 0;
    const ssize_t count = recv(self->stream_.socket().native_handle(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count > 0) return;
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return self->WatchForEnd();
    self->gone_ = true;
    self->bell_.cancel();
  });
}

// What is still on its way is taken, so that the other side reads the answer before it learns that the connection is gone.
asio::awaitable<void> Connection::Linger() {
  error_code error;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  stream_.expires_after(kLingerTime);
  buffer_.clear();
  for (size_t total = 0; !error && total < kLingerBytes;) {
    total += co_await stream_.async_read_some(buffer_.prepare(kReadAtOnce), Into(error));
  }
}

}  // namespace arshjul::gateway
