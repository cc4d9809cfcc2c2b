#include "dissect/content/layers.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace petze::content {

namespace {

// Those that photos come in.
bool is_image(FileType const& type)
{
    constexpr std::array<std::string_view, 5> formats{"jpg", "png", "webp", "heic", "avif"};
    return std::find(formats.begin(), formats.end(), type.extension) != formats.end();
}

class FileLayer : public ContentDissector {
public:
    FileLayer(Scope& scope, Origin const* origin, Hints hints, FileType const& type)
        : m_scope(scope)
        , m_type(type)
        , m_filename(std::move(hints.filename))
        , m_digest(hints.digest)
        , m_raw(make_inner(scope, origin))
    {
        if (!m_digest && (scope.layers.hashes || scope.layers.files))
            m_digest = &m_own_digest.emplace();
        if (scope.layers.files)
            m_stored = scope.layers.files->begin();
    }

    void take(Bytes piece) override
    {
        m_size += piece.size();
        if (m_own_digest && m_whole)
            m_own_digest->update(piece);
        if (m_stored)
            m_stored->take(piece);
        m_raw->take(piece);
    }
    void gap() override
    {
        m_whole = false;
        m_stored.reset();
        m_raw->gap();
    }
    void finish() override
    {
        m_raw->finish();
        if (!m_whole)
            return;
        auto const sha256 = m_digest ? to_hex(m_digest->digest()) : std::string{};
        FileInfo file{.filename = std::move(m_filename),
                      .magic = m_type.magic,
                      .size = m_size,
                      .sha256 = sha256,
                      .direction = m_scope.context.direction,
                      .stored = {}};
        if (m_stored)
            file.stored = m_stored->keep(sha256, m_type.extension);
        m_scope.layers.messages(std::move(file));
    }

private:
    // What a file holds is searched as it is, but for those that hold other things.
    Layer make_inner(Scope& scope, Origin const* origin) const
    {
        if (m_type.extension == "zip" && scope.layers.fields.searches())
            return make_zip_layer(scope, origin);
        if (m_type.extension == "db" && scope.layers.fields.searches())
            return make_tried_layer(scope, origin, tell_sqlite, make_raw_layer(scope, origin));
        return is_image(m_type) ? make_image_layer(scope, origin, m_type.extension)
                                : make_raw_layer(scope, origin);
    }

    Scope& m_scope;
    FileType const& m_type;
    std::string m_filename;
    Sha256 const* m_digest;
    std::optional<Sha256> m_own_digest;
    std::unique_ptr<StoredFile> m_stored;
    Layer m_raw;
    std::uint64_t m_size = 0;
    bool m_whole = true;
};

} // namespace

Layer make_file_layer(Scope& scope, Origin const* origin, Hints hints, FileType const& type)
{
    return std::make_unique<FileLayer>(scope, origin, std::move(hints), type);
}

} // namespace petze::content
