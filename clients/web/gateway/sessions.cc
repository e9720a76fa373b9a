#include "sessions.h"

#include <sodium.h>

#include <algorithm>

#include "bounds.h"

namespace arshjul::gateway {
namespace {

constexpr size_t kIdBytes = 32;

std::string KeyOf(std::string_view id) {
  std::string key(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(key.data()), key.size(), reinterpret_cast<const unsigned char*>(id.data()),
                     id.size(), nullptr, 0);
  return key;
}

void Tell(const std::vector<std::function<void()>>& ends) {
  for (const auto& end : ends) end();
}

}  // namespace

struct Sessions::Wait {
  std::weak_ptr<Sessions*> sessions;
  uint64_t number, wait;
  ~Wait() {
    if (const auto alive = sessions.lock()) (*alive)->StopWaiting(number, wait);
  }
};

std::optional<std::string> Sessions::Open(Identity identity) {
  unsigned char bytes[kIdBytes];
  random_(bytes, sizeof bytes);
  std::string id(sodium_base64_ENCODED_LEN(kIdBytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(id.data(), id.size(), bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  id.pop_back();  // the terminating NUL
  sodium_memzero(bytes, sizeof bytes);
  Ends ends;
  bool room = false;
  {
    std::lock_guard lock(mutex_);
    MakeRoomFor(identity, ends);
    room = sessions_.size() < kMostSessions;
    if (room) {
      const Time now = clock_();
      const uint64_t number = next_++;
      Session& session = sessions_[number];
      session.identity = std::move(identity);
      session.begun = session.used = now;
      session.key = KeyOf(id);
      by_key_[session.key] = number;
    }
  }
  Tell(ends);
  if (!room) return std::nullopt;
  return id;
}

std::optional<Sessions::View> Sessions::Look(std::string_view id) {
  Ends ends;
  std::optional<View> view;
  {
    std::lock_guard lock(mutex_);
    if (Session* session = Find(id, ends)) view = ViewOf(by_key_.at(session->key), *session, clock_());
  }
  Tell(ends);
  return view;
}

std::optional<Sessions::View> Sessions::Use(std::string_view id) {
  Ends ends;
  std::optional<View> view;
  {
    std::lock_guard lock(mutex_);
    if (Session* session = Find(id, ends)) {
      session->used = clock_();
      view = ViewOf(by_key_.at(session->key), *session, session->used);
    }
  }
  Tell(ends);
  return view;
}

bool Sessions::Close(std::string_view id) {
  Ends ends;
  bool found = false;
  {
    std::lock_guard lock(mutex_);
    if (Session* session = Find(id, ends)) {
      found = true;
      Remove(by_key_.at(session->key), ends);
    }
  }
  Tell(ends);
  return found;
}

std::shared_ptr<void> Sessions::WhenEnded(uint64_t number, std::function<void()> on_end, bool& full) {
  std::lock_guard lock(mutex_);
  const auto found = sessions_.find(number);
  full = found != sessions_.end() && found->second.waiting.size() >= kMostStreamsPerSession;
  if (found == sessions_.end() || full) return nullptr;
  auto wait = std::make_shared<Wait>();
  wait->sessions = self_;
  wait->number = number;
  wait->wait = next_++;
  found->second.waiting[wait->wait] = std::move(on_end);
  return wait;
}

void Sessions::Sweep() {
  Ends ends;
  {
    std::lock_guard lock(mutex_);
    SweepLocked(ends);
  }
  Tell(ends);
}

size_t Sessions::Count() {
  std::lock_guard lock(mutex_);
  return sessions_.size();
}

bool Sessions::Over(const Session& session, Time now) const {
  return now - session.used >= kSessionIdle || now - session.begun >= kSessionAbsolute;
}

Sessions::Session* Sessions::Find(std::string_view id, Ends& ends) {
  const auto found = by_key_.find(KeyOf(id));
  if (found == by_key_.end()) return nullptr;
  const uint64_t number = found->second;
  Session& session = sessions_.at(number);
  if (!Over(session, clock_())) return &session;
  Remove(number, ends);
  return nullptr;
}

void Sessions::Remove(uint64_t number, Ends& ends) {
  const auto found = sessions_.find(number);
  for (auto& [wait, on_end] : found->second.waiting) ends.push_back(std::move(on_end));
  by_key_.erase(found->second.key);
  sessions_.erase(found);
}

Sessions::View Sessions::ViewOf(uint64_t number, const Session& session, Time now) const {
  const auto absolute = std::chrono::duration_cast<std::chrono::seconds>(session.begun + kSessionAbsolute - now);
  const auto idle = std::chrono::duration_cast<std::chrono::seconds>(session.used + kSessionIdle - now);
  return {session.identity, std::min(idle, absolute), absolute, number, session.calls};
}

void Sessions::MakeRoomFor(const Identity& identity, Ends& ends) {
  if (sessions_.size() >= kMostSessions) SweepLocked(ends);
  size_t count = 0;
  uint64_t oldest = 0;
  for (const auto& [number, session] : sessions_) {
    if (session.identity.person != identity.person || session.identity.municipality != identity.municipality) continue;
    ++count;
    if (oldest == 0 || session.used < sessions_.at(oldest).used) oldest = number;
  }
  if (count >= kMostSessionsPerPerson) Remove(oldest, ends);
}

void Sessions::SweepLocked(Ends& ends) {
  const Time now = clock_();
  std::vector<uint64_t> over;
  for (const auto& [number, session] : sessions_) {
    if (Over(session, now)) over.push_back(number);
  }
  for (uint64_t number : over) Remove(number, ends);
}

void Sessions::StopWaiting(uint64_t number, uint64_t wait) {
  std::lock_guard lock(mutex_);
  const auto found = sessions_.find(number);
  if (found != sessions_.end()) found->second.waiting.erase(wait);
}

}  // namespace arshjul::gateway
