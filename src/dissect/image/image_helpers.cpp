#include "dissect/image/image_helpers.h"

#include "dissect/image/helper_protocol.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <span>
#include <utility>

namespace petze {

namespace {

bool send_all(int socket, Bytes bytes)
{
    while (!bytes.empty()) {
        auto const sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return true;
}

bool receive_all(int socket, std::span<std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        auto const received = recv(socket, bytes.data(), bytes.size(), 0);
        if (received < 0 && errno == EINTR)
            continue;
        if (received == 0)
            errno = ECONNRESET;
        if (received <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(received));
    }
    return true;
}

void set_deadline(int socket, int seconds)
{
    timeval const time{seconds, 0};
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

/// The helper's standard input and output are the socket; it sees nothing of the environment.
int spawn(std::string const& program, int socket, pid_t& pid)
{
    posix_spawn_file_actions_t actions;
    if (auto const failed = posix_spawn_file_actions_init(&actions); failed != 0)
        return failed;
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::string name = program;
    char* arguments[] = {name.data(), nullptr};
    char* environment[] = {nullptr};
    auto const failed =
        posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

} // namespace

/// One helper, for as long as it lives.
class ImageHelpers::Process {
public:
    Process(std::string const& program, int deadline_seconds)
    {
        int ends[2]{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
            m_trouble = std::string{"cannot be reached: "} + std::strerror(errno);
            return;
        }
        m_socket = ends[0];
        auto const failed = spawn(program, ends[1], m_pid);
        close(ends[1]);
        if (failed != 0) {
            m_pid = -1;
            m_trouble = std::string{"cannot be started: "} + std::strerror(failed);
            return;
        }
        set_deadline(m_socket, deadline_seconds);
        std::uint8_t hello{};
        if (!receive_all(m_socket, {&hello, 1}) || hello != image_helper::ready)
            m_trouble = end() == image_helper::refused_status
                            ? "cannot shut itself in (seccomp) on this system"
                            : "does not work on this system";
    }
    ~Process() { end(); }
    Process(Process const&) = delete;
    Process& operator=(Process const&) = delete;

    /// Empty where it is ready for work.
    std::string const& trouble() const { return m_trouble; }

    bool ask(Bytes file, std::array<std::uint8_t, image_helper::answer_bytes>& answer) const
    {
        return send_all(m_socket, image_helper::encode_length(file.size()))
               && send_all(m_socket, file) && receive_all(m_socket, answer);
    }

    /// Ends it where it has not ended by itself; returns its exit status, or minus the signal.
    int end()
    {
        if (m_socket >= 0)
            close(std::exchange(m_socket, -1));
        if (m_pid < 0)
            return 0;
        int status = 0;
        // One that ended by itself says how; what still runs has no say.
        if (waitpid(m_pid, &status, WNOHANG) == 0) {
            kill(m_pid, SIGKILL);
            while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
            }
        }
        m_pid = -1;
        return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    }

private:
    int m_socket = -1;
    pid_t m_pid = -1;
    std::string m_trouble;
};

ImageHelpers::ImageHelpers(std::string program, int deadline_seconds)
    : m_program(std::move(program))
    , m_deadline_seconds(deadline_seconds)
{
}

ImageHelpers::~ImageHelpers() = default;

std::unique_ptr<ImageHelpers::Process> ImageHelpers::acquire()
{
    {
        std::lock_guard const lock{m_mutex};
        if (!m_trouble.empty())
            return {};
        if (!m_idle.empty()) {
            auto process = std::move(m_idle.back());
            m_idle.pop_back();
            return process;
        }
    }
    auto process = std::make_unique<Process>(m_program, m_deadline_seconds);
    if (process->trouble().empty())
        return process;
    std::lock_guard const lock{m_mutex};
    m_trouble = m_program + ": " + process->trouble();
    return {};
}

void ImageHelpers::release(std::unique_ptr<Process> process)
{
    std::lock_guard const lock{m_mutex};
    m_idle.push_back(std::move(process));
}

SeenPicture ImageHelpers::look_at(Bytes file)
{
    if (file.size() > limits::image_bytes)
        return {PictureState::too_large, {}};
    // A second time, since it may have been ended by somebody else.
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto process = acquire();
        if (!process)
            return {PictureState::no_helper, {}};
        std::array<std::uint8_t, image_helper::answer_bytes> answer{};
        if (process->ask(file, answer)) {
            release(std::move(process));
            return image_helper::decode_answer(answer);
        }
        bool const waited_in_vain = errno == EAGAIN || errno == EWOULDBLOCK;
        if (waited_in_vain || process->end() == -SIGPROF)
            return {PictureState::too_slow, {}};
    }
    return {PictureState::crashed, {}};
}

std::string ImageHelpers::trouble() const
{
    std::lock_guard const lock{m_mutex};
    return m_trouble;
}

} // namespace petze
