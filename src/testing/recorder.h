#pragma once

#include "dissect/layer.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace petze::testing {

/// A field as a test wants to see it: owned, its chain in one line ("http:request > gzip").
struct ToldField {
    std::string path;
    std::string value;
    std::string hostname;
    Direction direction{};
    FrameRange frames;

    bool operator==(ToldField const&) const = default;
};

/// Stands where find/ and the joiner stand, and keeps what a layer tells.
class Recorder : public FieldSink {
public:
    Recorder() = default;
    Recorder(Recorder const&) = delete;
    Recorder& operator=(Recorder const&) = delete;

    void take(Field const& field) override
    {
        fields.push_back({path_text(field.origin), std::string{field.value},
                          std::string{field.context.hostname}, field.context.direction,
                          field.frames});
    }
    std::unique_ptr<ContentSink> open(Origin const* origin, MessageContext const& of) override
    {
        m_streams.push_back(std::make_unique<ToldField>(
            ToldField{path_text(origin), {}, std::string{of.hostname}, of.direction, {}}));
        return std::make_unique<Stream>(*m_streams.back());
    }

    /// What follows was carried by this packet.
    void packet(std::uint64_t frame)
    {
        context.now = {0, frame, 0};
        context.data = context.now;
    }

    /// What was searched as it passed, in the order of opening, "[gap]" where bytes are missing;
    /// streams without a byte left out.
    std::vector<ToldField> streams() const
    {
        std::vector<ToldField> found;
        found.reserve(m_streams.size());
        for (auto const& stream : m_streams)
            if (!stream->value.empty())
                found.push_back(*stream);
        return found;
    }
    /// Everything as "path = value" lines, streams after fields.
    std::vector<std::string> lines() const
    {
        std::vector<std::string> out;
        out.reserve(fields.size());
        for (auto const& field : fields)
            out.push_back(field.path + " = " + field.value);
        for (auto const& stream : streams())
            out.push_back(stream.path + " = " + stream.value);
        return out;
    }

    /// The values told under one path.
    std::vector<std::string> values(std::string_view path) const
    {
        std::vector<std::string> found;
        for (auto const& field : fields)
            if (field.path == path)
                found.push_back(field.value);
        return found;
    }

    /// The messages of one kind.
    template<typename T>
    std::vector<T> of() const
    {
        std::vector<T> found;
        for (auto const& message : messages)
            if (auto const* one = std::get_if<T>(&message))
                found.push_back(*one);
        return found;
    }

    std::vector<ToldField> fields;
    std::vector<Message> messages;
    std::vector<std::uint64_t> told_at; // the packet at which each message was told
    Tally tally;

private:
    class Stream : public ContentSink {
    public:
        explicit Stream(ToldField& told)
            : m_told(told)
        {
        }
        void take(Bytes piece, Stamp const& stamp) override
        {
            if (m_told.frames == FrameRange{})
                m_told.frames = {stamp.capture, stamp.frame, stamp.frame};
            m_told.frames.first = std::min(m_told.frames.first, stamp.frame);
            m_told.frames.last = std::max(m_told.frames.last, stamp.frame);
            m_told.value += as_text(piece);
        }
        void gap() override { m_told.value += "[gap]"; }

    private:
        ToldField& m_told;
    };

    static std::string path_text(Origin const* origin)
    {
        std::string path;
        for (auto const& step : path_of(origin))
            path += (path.empty() ? "" : " > ") + step;
        return path;
    }

    std::vector<std::unique_ptr<ToldField>> m_streams;
    std::function<void(Message&&)> m_take_message = [this](Message&& message) {
        messages.push_back(std::move(message));
        told_at.push_back(context.now.frame);
    };

public:
    HeldContent held;
    LayerContext context{*this, m_take_message, tally, held};
};

} // namespace petze::testing
