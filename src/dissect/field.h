#pragma once

#include "base/bytes.h"
#include "base/origin.h"
#include "conversation/flow.h"

#include <memory>
#include <string_view>

namespace petze {

/// In whose message a piece of content stands. Views are valid until the sink returns.
struct MessageContext {
    Direction direction{};
    std::string_view hostname; // the message's own: Host, SNI, the name asked for; else empty
};

/// The one thing dissectors hand to find/: a named piece of what was said, whole.
struct Field {
    std::string_view value; // decoded: escapes undone; valid until the sink returns
    Origin const* origin{};
    FrameRange frames; // the packets that carried it, as narrowly as the layers know
    MessageContext context;
};

/// Takes content that is too long to be kept whole, piece by piece: a photo, the raw stream of
/// an unknown protocol. What is looked for is found across the borders of pieces.
class ContentSink {
public:
    virtual ~ContentSink() = default;
    /// `stamp` is of the packet that carried these bytes.
    virtual void take(Bytes piece, Stamp const& stamp) = 0;
    /// Bytes are missing here: nothing is found across this border.
    virtual void gap() = 0;
};

/// Where content goes, from every dissector of one conversation. Implemented by find/; a run
/// without a profile has a sink that wants nothing.
class FieldSink {
public:
    virtual ~FieldSink() = default;
    /// Whether anybody looks at what is told; else it need not be made ready.
    virtual bool searches() const { return true; }
    virtual void take(Field const& field) = 0;
    /// A stream of bytes under `origin`, which must outlive the sink returned. Null where
    /// nobody searches. The context is copied.
    virtual std::unique_ptr<ContentSink> open(Origin const* origin,
                                              MessageContext const& context) = 0;
    /// The same where it is an image of its own: what it shows may be looked at, too. `format` is
    /// FileType::extension, a literal.
    virtual std::unique_ptr<ContentSink>
    open_image(Origin const* origin, MessageContext const& context, std::string_view /* format */)
    {
        return open(origin, context);
    }
};

} // namespace petze
