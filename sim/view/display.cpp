#include "view/display.hpp"

#include <cstdlib>

#include <GL/glx.h>
#include <X11/Xlib.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sandtable {

DisplayFault display_fault() {
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr) return DisplayFault::no_display;
    int error = 0, event = 0;
    const bool glx = glXQueryExtension(display, &error, &event) != 0;
    int wanted[] = {GLX_RGBA, GLX_DOUBLEBUFFER, GLX_RED_SIZE, 8, GLX_DEPTH_SIZE, 1, 0};
    XVisualInfo* visual = glx ? glXChooseVisual(display, DefaultScreen(display), wanted) : nullptr;
    const bool draws = visual != nullptr;
    if (visual != nullptr) XFree(visual);
    // one that draws stays open until the program ends: a server without clients starts anew, and SFML, which asks it next, would end the process
    if (!draws) XCloseDisplay(display);
    return draws ? DisplayFault::none : DisplayFault::no_gl;
}

bool PrivateDisplay::start() {
    int ends[2];
    if (pipe(ends) != 0) return false;
    pid_ = fork();
    if (pid_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);  // however this program ends, nobody is left behind
        close(ends[0]);
        const int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 0), dup2(nothing, 1), dup2(nothing, 2);
        const std::string number = std::to_string(ends[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", number.c_str(), "-screen", "0", "1280x1024x24", "-nolisten", "tcp", static_cast<char*>(nullptr));
        _exit(127);
    }
    close(ends[1]);
    std::string number;  // a line once it is ready
    pollfd waiting{ends[0], POLLIN, 0};
    while (pid_ > 0 && poll(&waiting, 1, 20'000) == 1) {
        char c = 0;
        if (read(ends[0], &c, 1) != 1) break;
        if (c == '\n') {
            close(ends[0]);
            setenv("DISPLAY", (":" + number).c_str(), 1);
            return true;
        }
        number += c;
    }
    close(ends[0]);
    return false;
}

PrivateDisplay::~PrivateDisplay() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
}

}  // namespace sandtable
