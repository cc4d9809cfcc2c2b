#include "dissect/dtls/dtls_dissector.h"

#include "testing/dtls.h"
#include "testing/recorder.h"

#include <cstdlib>

namespace {

using namespace petze;
using namespace petze::testing;

/// A datagram of `what` the input says: as it stands, as a fragment of the handshake, or sealed so
/// that what is in it is read.
testing::Buffer datagram(unsigned what, bool up, unsigned number, testing::Buffer const& bytes)
{
    static DtlsNullSuite const suite;
    switch (what % 8) {
    case 0:
        return bytes;
    case 1:
        return dtls_record(22, 0, number, bytes);
    case 2:
        return dtls_handshake(1, number, dtls_client_hello({0x003b}, {{0, bytes}}));
    case 3:
        return dtls_handshake(2, number, server_hello(0xfefd, 0x003b, {{43, bytes}}));
    case 4:
        return dtls_handshake(2, number, server_hello(0xfefd, 0x003b, {}));
    case 5:
        return suite.seal(up, 23, 1 + number / 200, number, bytes);
    case 6:
        return suite.seal(up, 22, 1 + number / 200, number, bytes);
    default:
        return suite.seal(up, 21, 1, number, bytes);
    }
}

} // namespace

/// The whole layer with a fixed key log. Input: for each datagram one byte of what it is and who
/// sends it, one of a number, one of the length, and so many bytes.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static auto const keys = [] {
        KeyLog log;
        log.add(DtlsNullSuite{}.key_log_line());
        log.finish();
        return log;
    }();
    for (bool has_keys : {false, true}) {
        Recorder recorder;
        recorder.context.keys = has_keys ? &keys : nullptr;
        DtlsDissector dissector{recorder.context, nullptr};
        ByteReader in{{data, size}};
        std::uint64_t frame = 0;
        while (in.remaining() >= 3) {
            auto const what = in.u8();
            auto const number = in.u8();
            auto const bytes = in.peek(in.u8());
            in.skip(bytes.size());
            bool const up = what < 128;
            auto const made = datagram(what, up, number, {bytes.begin(), bytes.end()});
            looks_like_dtls(made);
            belongs_to_dtls(made);
            recorder.packet(++frame);
            dissector.take(up ? Direction::to_server : Direction::to_client, made);
        }
        dissector.finish();
        // What was opened belongs to a connection that is told; without keys nothing is opened.
        auto const opened =
            recorder.context.decrypted_to_server + recorder.context.decrypted_to_client;
        if (opened > 0 && (!has_keys || recorder.of<TlsConnection>().empty()))
            std::abort();
    }
    return 0;
}
