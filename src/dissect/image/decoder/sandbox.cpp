#include "dissect/image/decoder/sandbox.h"

#include "base/limits.h"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>
#include <memory>

namespace petze {

namespace {

// What a program needs that works on memory, and libde265's and dav1d's threads.
constexpr int allowed[] = {
    SCMP_SYS(read),         SCMP_SYS(write),         SCMP_SYS(writev),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),    SCMP_SYS(brk),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),        SCMP_SYS(madvise),
    SCMP_SYS(futex),        SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),   SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),         SCMP_SYS(gettid),        SCMP_SYS(getpid),
    SCMP_SYS(sched_yield),  SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),    SCMP_SYS(gettimeofday),  SCMP_SYS(getrandom),
    SCMP_SYS(setitimer),    SCMP_SYS(tgkill),        SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrusage),    SCMP_SYS(membarrier),    SCMP_SYS(restart_syscall),
};

// What libraries ask for in passing and can do without.
constexpr int refused[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(stat),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(readlink),
    SCMP_SYS(ioctl),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(sched_setaffinity),
    SCMP_SYS(prlimit64),
    SCMP_SYS(prctl),
    SCMP_SYS(sched_getparam),
    SCMP_SYS(sched_getscheduler),
    SCMP_SYS(sched_setscheduler),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(getcwd),
};

bool add_rules(scmp_filter_ctx filter)
{
    for (auto const call : allowed)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0)
            return false;
    for (auto const call : refused)
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) != 0)
            return false;
    // Memory, but nothing that could be run. Threads, but no processes; clone3 hides its flags
    // behind a pointer, so that the C library is sent to clone.
    scmp_arg_cmp const no_code{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    scmp_arg_cmp const thread{0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD};
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_code) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, thread) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

bool set_limit(int resource, rlim_t value)
{
    rlimit const limit{value, value};
    return setrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0;
}

bool set_limits()
{
    // The sanitizers reserve terabytes of addresses for themselves.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    if (!set_limit(RLIMIT_AS, limits::image_memory))
        return false;
#endif
    return set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_NOFILE, 0);
}

} // namespace

bool enter_sandbox()
{
    // What the parent may have left open is none of its business.
    constexpr unsigned first_other = 3;
    if (close_range(first_other, ~0u, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0
        || !set_limits())
        return false;
    std::unique_ptr<void, decltype(&seccomp_release)> const filter{
        seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release};
    return filter && add_rules(filter.get()) && seccomp_load(filter.get()) == 0;
}

} // namespace petze
