#pragma once

#include "base/byte_reader.h"
#include "base/bytes.h"

#include <cstdint>
#include <optional>

/// Protocol Buffers' wire format (protobuf.dev, "Encoding"), without a schema.
namespace petze::protobuf {

enum class WireType : std::uint8_t { varint = 0, fixed64, bytes, group, end_group, fixed32 };

/// One field of a message. Views are into it.
struct Value {
    std::uint32_t field{};
    WireType type{};
    std::uint64_t number{}; // varint, fixed64, fixed32: as sent
    Bytes bytes{};          // of a string, bytes, message, packed numbers
    std::size_t offset{};   // where what it holds stands in the message
};

/// One field after the other; false at the end, and where what follows is none (see in.flaw()).
bool next_value(ByteReader& in, Value& value);

/// A varint of at most ten bytes.
std::uint64_t varint(ByteReader& in);

/// Whether all of it is fields, at least one of them, with numbers that a person would choose, and
/// groups that end.
bool looks_like_message(Bytes bytes);

/// Whether bytes that nobody declared to be a message are one beyond reasonable doubt: fields of
/// one number have one type, and a good part of it is texts.
bool is_surely_message(Bytes bytes);

/// How messages that follow each other are told apart.
enum class Framing : std::uint8_t {
    none,   // there is one, and nothing else
    varint, // its length before each (writeDelimitedTo)
    four,   // its length in four bytes, network byte order
    grpc,   // a zero, then the same
};
/// The next message; empty at the end, and where what follows is none (see in.ok()).
Bytes next_framed(ByteReader& in, Framing framing);
/// How the whole of it is framed, if all it holds is surely messages.
std::optional<Framing> framing_of(Bytes bytes);

} // namespace petze::protobuf
