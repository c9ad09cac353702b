// Vectors for a moment's use whose memory is kept: a run that is repeated allocates nothing once it is warm.
#pragma once

#include <utility>
#include <vector>

namespace sandtable {

/// Lends empty vectors and takes them back. One borrowed while others are out is another one, so that code that calls itself may use it too.
template <class T>
class Spares {
public:
    class Lent {
    public:
        explicit Lent(Spares& owner) : owner_(owner) {
            if (owner.vectors_.empty()) return;
            vector_ = std::move(owner.vectors_.back());
            owner.vectors_.pop_back();
        }
        Lent(const Lent&) = delete;
        Lent& operator=(const Lent&) = delete;
        ~Lent() {
            vector_.clear();
            owner_.vectors_.push_back(std::move(vector_));
        }
        std::vector<T>& operator*() { return vector_; }
        std::vector<T>* operator->() { return &vector_; }

    private:
        Spares& owner_;
        std::vector<T> vector_;
    };
    Lent lend() { return Lent(*this); }

private:
    std::vector<std::vector<T>> vectors_;
};

}  // namespace sandtable
