#include "dissect/content/layers.h"

namespace petze::content {

namespace {

class RawLayer : public ContentDissector {
public:
    RawLayer(Scope& scope, std::unique_ptr<ContentSink> sink)
        : m_layers(scope.layers)
        , m_sink(std::move(sink))
    {
    }

    void take(Bytes piece) override
    {
        if (m_sink)
            m_sink->take(piece, m_layers.data);
    }
    void gap() override
    {
        if (m_sink)
            m_sink->gap();
    }
    void finish() override { m_sink.reset(); }

private:
    LayerContext& m_layers;
    std::unique_ptr<ContentSink> m_sink;
};

} // namespace

Layer make_raw_layer(Scope& scope, Origin const* origin)
{
    return std::make_unique<RawLayer>(scope, scope.layers.fields.open(origin, scope.context));
}

Layer make_image_layer(Scope& scope, Origin const* origin, std::string_view format)
{
    return std::make_unique<RawLayer>(
        scope, scope.layers.fields.open_image(origin, scope.context, format));
}

} // namespace petze::content
