// What a program of ours does with what stands around it: streams and signals.
#pragma once

namespace sandtable {

/// To be called first. Threads get a stack of their own size, however small the one that the program
/// was started with. A standard stream that is closed is opened so that using it fails: no file
/// of ours ever gets its number. A reader that went away and a file that gets too large are
/// answers of a write, not the end of the program.
void guard_process();

/// Ctrl-C, a wish to end and a terminal that went away call `handler`; those that whoever started
/// the program wanted ignored stay ignored.
void on_interrupt(void (*handler)(int));

}  // namespace sandtable
