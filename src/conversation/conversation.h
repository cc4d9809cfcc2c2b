#pragma once

#include "base/bytes.h"
#include "base/origin.h"
#include "conversation/flow.h"

#include <cstdint>
#include <memory>

namespace petze {

/// What is said in one conversation, in order. Made at its first payload, gone at its end.
/// Bytes are valid until the call returns.
class ConversationHandler {
public:
    virtual ~ConversationHandler() = default;

    /// The next bytes of a stream. `carried` is the packet that brought them, `now` the one that
    /// completed the order; they differ where a segment had to wait.
    virtual void data(Direction direction, Bytes bytes, Stamp const& carried, Stamp const& now) = 0;
    /// `count` bytes of the stream were never seen; what follows comes after them.
    virtual void gap(Direction direction, std::uint64_t count, Stamp const& now) = 0;
    /// Nothing more comes in this direction.
    virtual void finish(Direction direction, Stamp const& now) = 0;
    /// One datagram; `missing` bytes at its end were cut off by snaplen.
    virtual void datagram(Direction direction, Bytes bytes, std::uint32_t missing,
                          Stamp const& now) = 0;
    /// False once the rest of the stream is closed to everybody: then copies kept for comparing
    /// retransmissions are let go.
    virtual bool reads_content() const = 0;
};

/// Who is told of conversations: the shard that owns the flow table.
class ConversationObserver {
public:
    virtual ~ConversationObserver() = default;
    /// Called before the first payload is handed on.
    virtual std::unique_ptr<ConversationHandler> begin(FlowIdentity const& flow) = 0;
    /// `handler` is null where no payload was seen.
    virtual void end(FlowIdentity const& flow, FlowRecord const& record,
                     ConversationHandler* handler, Stamp const& now) = 0;
};

} // namespace petze
