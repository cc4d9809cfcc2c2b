#pragma once

#include "dissect/header/header_lines.h"
#include "dissect/layer.h"
#include "dissect/marks.h"

#include <string_view>

namespace petze::http {

/// Hands what stands around the bodies to find/: the target's path and query parameters with
/// their escapes undone, header fields, cookies one by one.
class FieldTeller {
public:
    /// `begin` is "http:request:", "http2:response:" or the like, and begins every step.
    FieldTeller(LayerContext& layers, Origin const* parent, std::string_view begin,
                MessageContext const& context)
        : m_layers(layers)
        , m_parent(parent)
        , m_begin(begin)
        , m_context(context)
    {
    }

    void target(std::string_view target, FrameRange const& frames) const;
    void reason(std::string_view reason, FrameRange const& frames) const;
    /// The offsets of the lines count from `first` of the marks. Of the pseudo-header fields
    /// (RFC 9113 §8.3) those that can hold data are told; ":path" is target()'s.
    void headers(HeaderLines const& lines, Marks const& marks, std::size_t first) const;
    void trailers(HeaderLines const& lines, FrameRange const& frames) const;

private:
    void header(std::string_view kind, HeaderLine const& line, FrameRange const& frames) const;
    void text(std::string const& step, std::string_view text, FrameRange const& frames) const;

    LayerContext& m_layers;
    Origin const* m_parent;
    std::string m_begin;
    MessageContext m_context;
};

} // namespace petze::http
