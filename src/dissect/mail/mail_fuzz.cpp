#include "dissect/mail/mail_reader.h"

#include "dissect/header/encoded_word.h"
#include "testing/recorder.h"

#include <algorithm>

using namespace petze;

// The first byte says how the rest is cut.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    std::size_t const cut = data[0] + 1u;
    Bytes rest{data + 1, size - 1};
    decode_encoded_words(as_text(rest));
    testing::Recorder recorder;
    MailReader reader{recorder.context, nullptr, Direction::to_server};
    for (std::uint64_t frame = 1; !rest.empty(); ++frame) {
        recorder.packet(frame);
        auto const piece = rest.first(std::min(cut, rest.size()));
        rest = rest.subspan(piece.size());
        reader.take(piece);
        if (frame % 61 == 60)
            reader.gap();
    }
    reader.finish("smtp", "message", true);
    return 0;
}
