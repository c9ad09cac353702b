// Whether there is a display that can draw; SFML ends the process where there is none, so X is asked first.
#pragma once

#include <string>

#include <sys/types.h>

namespace sandtable {

enum class DisplayFault { none, no_display, no_gl };
/// Of the display that DISPLAY names.
DisplayFault display_fault();

/// An Xvfb of our own, for pictures and films where there is no display. It ends with the value.
class PrivateDisplay {
public:
    PrivateDisplay() = default;
    ~PrivateDisplay();
    PrivateDisplay(const PrivateDisplay&) = delete;
    PrivateDisplay& operator=(const PrivateDisplay&) = delete;
    /// Starts it and sets DISPLAY; false if Xvfb is not installed or does not come up.
    bool start();

private:
    pid_t pid_ = -1;
};

}  // namespace sandtable
