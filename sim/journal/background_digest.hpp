// The digest of a journal, computed by a thread of its own while the journal is still being read.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "journal/canonical.hpp"
#include "sandtable/digest.hpp"

namespace sandtable {

class BackgroundDigest {
public:
    BackgroundDigest() : worker_([this] { hash(); }) {}
    ~BackgroundDigest();
    BackgroundDigest(const BackgroundDigest&) = delete;
    BackgroundDigest& operator=(const BackgroundDigest&) = delete;

    /// The next entry, as it stands in the journal.
    void put(const Journal& journal, const Entry& entry);
    /// As journal_digest; nothing may be put afterwards.
    std::string finish();

    // what put_canonical writes to
    void number(std::int64_t value);
    void text(std::string_view bytes);

private:
    static constexpr std::size_t chunk_bytes = 1u << 18, chunks_max = 16;
    void hand_over();
    void hash();

    std::string chunk_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> waiting_;  // under the mutex
    bool ended_ = false;               // under the mutex
    Digest digest_;                    // the worker's, until it is joined
    std::thread worker_;               // the last: it uses all of the above
};

}  // namespace sandtable
