// What becomes of memory that was freed. A forecast takes and frees arrays of megabytes by the hundred; when each goes
// back to the system at once, a twelfth of its time is the system's, handing the same pages out again.

#pragma once

namespace tradewatch::runtime {

// From here on freed memory stays with the process, ready for what comes next. Once, first thing in `main`.
void keep_freed_memory();

// To the system with all that is not in use; for a process that has nothing to do for a while. The end of what another
// thread has taken stays: that thread gives it back itself.
void give_back_freed_memory();
void give_back_freed_memory_of_this_thread();

}  // namespace tradewatch::runtime
