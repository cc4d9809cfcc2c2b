#include "dissect/content/content.h"

#include "base/text.h"
#include "dissect/content/layers.h"

#include <algorithm>

namespace petze {

namespace {

using namespace content;

/// RFC 9110 §8.4: in the order in which they were applied.
std::vector<Coding> codings_of(std::string_view list, Tally& tally)
{
    std::vector<Coding> codings;
    while (!list.empty()) {
        auto const end = std::min(list.find(','), list.size());
        auto const name = trim(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (auto const coding = coding_named(name))
            codings.push_back(*coding);
        else if (!name.empty() && !equal_ignoring_case(name, "identity"))
            tally.count("content: unknown coding");
    }
    return codings;
}

/// The outermost layer: owns what all layers inside share.
class Body : public ContentDissector {
public:
    Body(ContentDescription const& description, LayerContext& layers)
        : m_hostname(description.context.hostname)
        , m_scope{layers, {description.context.direction, m_hostname}}
        , m_layer(make_layer(m_scope, description.parent,
                             {.content_type = std::string{description.content_type},
                              .filename = std::string{description.filename},
                              .message_encoding = std::string{description.message_encoding},
                              .codings = codings_of(description.content_encoding, layers.tally),
                              .digest = description.digest,
                              .form_upload = description.form_upload
                                                 ? std::optional{*description.form_upload}
                                                 : std::nullopt}))
    {
    }

    void take(Bytes piece) override { m_layer->take(piece); }
    void gap() override { m_layer->gap(); }
    void finish() override { m_layer->finish(); }

private:
    std::string m_hostname;
    Scope m_scope;
    Layer m_layer;
};

} // namespace

std::unique_ptr<ContentDissector> make_content_dissector(ContentDescription const& description,
                                                         LayerContext& layers)
{
    return std::make_unique<Body>(description, layers);
}

} // namespace petze
