#include "dissect/quic/quic_dissector.h"

#include "testing/quic.h"
#include "testing/recorder.h"

namespace {

using namespace petze;
using namespace petze::testing;

Direction const up = Direction::to_server, down = Direction::to_client;

/// A datagram of `what` the input says: as it stands, or sealed so that the frames in it are read.
std::pair<Direction, testing::Buffer> datagram(QuicTalk const& talk, unsigned what, unsigned number,
                                               testing::Buffer const& bytes)
{
    switch (what % 11) {
    case 0:
        return {up, bytes};
    case 1:
        return {down, bytes};
    case 2:
        return {up, talk.first(bytes, number)};
    case 3:
        return {down, talk.server_initial(bytes, number)};
    case 4:
        return {up, talk.early(bytes, number)};
    case 5:
        return {down, talk.server_handshake(bytes, number)};
    case 6:
        return {up, talk.to_server(bytes, number)};
    case 7:
        return {down, talk.to_client(bytes, number)};
    case 8:
        return {up, talk.first(crypto_frame(0, talk.hello()), number)};
    case 9:
        return {down, talk.server_initial(crypto_frame(0, talk.answer()), number)};
    default:
        return {up, talk.client_traffic().next().short_packet(talk.server_id, number, bytes, true)};
    }
}

} // namespace

/// The whole layer with a fixed key log. Input: for each datagram one byte of what it is, one of
/// the packet's number, one of the length, and so many bytes.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static QuicTalk const talk;
    static auto const keys = [] {
        KeyLog log;
        log.add(talk.key_log());
        log.finish();
        return log;
    }();
    Recorder recorder;
    ByteReader in{{data, size}};
    if (in.u8() & 1)
        recorder.context.keys = &keys;
    QuicDissector dissector{recorder.context, nullptr};
    for (std::uint64_t frame = 1; in.ok() && in.remaining() > 0 && frame < 200; ++frame) {
        recorder.packet(frame);
        auto const what = in.u8();
        auto const number = in.u8();
        auto const bytes = in.take(std::min<std::size_t>(in.u8(), in.remaining()));
        auto const [direction, made] = datagram(talk, what, number, {bytes.begin(), bytes.end()});
        dissector.take(direction, made);
    }
    dissector.finish();
    return 0;
}
