#include "dissect/image/decoder/sandbox.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace petze {
namespace {

// Each in a process of its own, which ends with 0 where it was let do what it must not.
template<typename Deed>
[[noreturn]] void try_inside(Deed const& deed)
{
    if (!enter_sandbox())
        _exit(1);
    _exit(deed() ? 0 : 2);
}

TEST(SandboxDeathTest, LetsNothingOut)
{
    GTEST_FLAG_SET(death_test_style, "fast");
    EXPECT_EXIT(try_inside([] { return open("/etc/hostname", O_RDONLY) >= 0; }),
                ::testing::ExitedWithCode(2), "");
    EXPECT_EXIT(try_inside([] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }),
                ::testing::KilledBySignal(SIGSYS), "");
    EXPECT_EXIT(try_inside([] { return fork() >= 0; }), ::testing::KilledBySignal(SIGSYS), "");
    EXPECT_EXIT(try_inside([] { return kill(getppid(), 0) == 0; }),
                ::testing::KilledBySignal(SIGSYS), "");
    EXPECT_EXIT(try_inside([] {
                    return mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
                                -1, 0)
                           != MAP_FAILED;
                }),
                ::testing::KilledBySignal(SIGSYS), "");
}

TEST(SandboxDeathTest, LetsMemoryBeUsedAndPipesBeRead)
{
    GTEST_FLAG_SET(death_test_style, "fast");
    EXPECT_EXIT(try_inside([] {
                    std::string const text(1u << 20, 'x');
                    return text.size() == 1u << 20 && write(STDOUT_FILENO, "", 0) == 0;
                }),
                ::testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace petze
