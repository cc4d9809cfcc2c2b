#include "decrypt/tls/handshake_stream.h"

#include <cstdlib>
#include <string>

using namespace petze;

namespace {

class Listener : public tls::HandshakeSink {
public:
    tls::Then message(tls::HandshakeMessage const& message) override
    {
        told += "message " + std::to_string(static_cast<int>(message.type))
                + (message.whole ? " whole " : " cut ") + std::string{as_text(message.body)};
        return tls::Then::read_on;
    }
    tls::Then change_cipher_spec() override
    {
        told += "ccs ";
        return tls::Then::read_on;
    }
    tls::Then encrypted() override
    {
        told += "encrypted ";
        return tls::Then::stop;
    }
    void damaged(std::string_view reason) override
    {
        lost |= reason == "tls: no record where one should begin";
        told += reason;
    }

    std::string told;
    bool lost = false;
};

} // namespace

// The first byte says where the stream is cut in two and whether bytes are missing there. Without
// a gap, a stream that stays in step says the same whole, cut, and byte by byte.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    Bytes const bytes{data + 1, size - 1};
    auto const split = bytes.empty() ? 0 : (data[0] >> 1) * bytes.size() / 128;
    bool const gap = data[0] & 1;

    Listener cut;
    tls::HandshakeStream stream;
    stream.take(bytes.first(split), {0, 1, 0}, cut);
    if (gap)
        stream.gap(data[0], cut);
    stream.take(bytes.subspan(split), {0, 2, 0}, cut);
    stream.finish(cut);
    if (gap)
        return 0;

    Listener bytewise;
    tls::HandshakeStream slow;
    for (auto const& byte : bytes)
        slow.take({&byte, 1}, {0, 1, 0}, bytewise);
    slow.finish(bytewise);
    if (!cut.lost && !bytewise.lost && cut.told != bytewise.told)
        std::abort();
    return 0;
}
