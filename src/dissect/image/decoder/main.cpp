// petze-image: decodes images for petze, shut in. Reads from standard input and writes to standard
// output what dissect/image/helper_protocol.h says; of no use by itself.
#include "base/limits.h"
#include "dissect/image/decoder/decoder.h"
#include "dissect/image/decoder/sandbox.h"
#include "dissect/image/helper_protocol.h"

#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <span>
#include <vector>

using namespace petze;

namespace {

bool read_all(std::span<std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        auto const count = read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

bool write_all(Bytes bytes)
{
    while (!bytes.empty()) {
        auto const count = write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

// SIGPROF ends the process once it has computed for so long; the wall's clock would make the
// answer depend on what else the machine does.
void allow_time(int seconds)
{
    itimerval const time{{0, 0}, {seconds, 0}};
    setitimer(ITIMER_PROF, &time, nullptr);
}

SeenPicture look_at(Bytes file)
{
    try {
        return decode_image(file);
    } catch (std::bad_alloc const&) { // of libheif, which is written in C++
        return {PictureState::too_large, {}};
    } catch (...) {
        return {PictureState::unreadable, {}};
    }
}

} // namespace

int main()
{
    prepare_decoders();
    if (!enter_sandbox())
        _exit(image_helper::refused_status);
    write_all({&image_helper::ready, 1});
    std::array<std::uint8_t, image_helper::length_bytes> head{};
    std::vector<std::uint8_t> file;
    while (read_all(head)) {
        auto const length = image_helper::decode_length(head);
        if (length > limits::image_bytes)
            break;
        file.resize(length);
        if (!read_all(file))
            break;
        allow_time(limits::image_cpu_seconds);
        auto const answer = image_helper::encode_answer(look_at(file));
        allow_time(0);
        if (!write_all(answer))
            break;
    }
    _exit(0);
}
