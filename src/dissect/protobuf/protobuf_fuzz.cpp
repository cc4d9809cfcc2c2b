#include "dissect/protobuf/protobuf.h"

#include <cstdlib>

using namespace petze;

// Whatever comes, values lie inside of the message, and reading ends.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const message{data, size};
    ByteReader in{message};
    protobuf::Value value;
    while (protobuf::next_value(in, value))
        if (value.offset + value.bytes.size() > size)
            std::abort();
    if (protobuf::looks_like_message(message) && !in.ok())
        std::abort();
    protobuf::framing_of(message);
    return 0;
}
