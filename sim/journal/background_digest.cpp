#include "journal/background_digest.hpp"

namespace sandtable {

BackgroundDigest::~BackgroundDigest() {
    if (!worker_.joinable()) return;
    hand_over();
    {
        const std::lock_guard lock(mutex_);
        waiting_.clear();
        ended_ = true;
    }
    changed_.notify_all();
    worker_.join();
}

void BackgroundDigest::put(const Journal& journal, const Entry& entry) {
    put_canonical(*this, journal, entry);
    if (chunk_.size() >= chunk_bytes) hand_over();
}

void BackgroundDigest::number(std::int64_t value) {
    auto rest = static_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, rest >>= 8) chunk_ += static_cast<char>(rest & 0xff);
}

void BackgroundDigest::text(std::string_view bytes) {
    number(static_cast<std::int64_t>(bytes.size()));
    chunk_ += bytes;
}

std::string BackgroundDigest::finish() {
    hand_over();
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    worker_.join();
    return "sha256:" + digest_.hex();
}

void BackgroundDigest::hand_over() {
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_.size() < chunks_max; });
        waiting_.push_back(std::move(chunk_));
    }
    changed_.notify_all();
    chunk_.clear();
    chunk_.reserve(chunk_bytes + 4096);
}

void BackgroundDigest::hash() {
    for (;;) {
        std::string chunk;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return !waiting_.empty() || ended_; });
            if (waiting_.empty()) return;
            chunk = std::move(waiting_.front());
            waiting_.pop_front();
        }
        changed_.notify_all();
        digest_.bytes(chunk);
    }
}

}  // namespace sandtable
