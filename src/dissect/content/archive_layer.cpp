#include "dissect/archive/tar.h"
#include "dissect/archive/zip.h"
#include "dissect/content/layers.h"

#include "base/limits.h"

namespace petze::content {

namespace {

/// Each entry is content of its own; its step is the format and its name.
class Entries : public ArchiveHandler {
public:
    Entries(Scope& scope, Origin const* origin, std::string_view prefix)
        : m_scope(scope)
        , m_origin(origin)
        , m_prefix(prefix)
        , m_names{origin, m_prefix}
    {
    }

    bool entry_begins(std::string_view name) override
    {
        m_step = m_prefix + readable(name);
        m_node = {m_origin, m_step};
        m_scope.tell(name, &m_names, frames_of(m_scope.layers.data));
        m_apart = true;
        bool const counts = ++m_scope.entries <= limits::archive_entries;
        if (!counts)
            m_scope.layers.tally.count("content: limit of archive entries");
        bool const opened = counts && m_scope.may_open(&m_node);
        m_entry = opened ? make_layer(m_scope, &m_node, {.filename = std::string{base_name(name)}})
                         : make_raw_layer(m_scope, &m_node);
        return opened;
    }
    void entry_data(Bytes piece) override { m_entry->take(piece); }
    void entry_ends(bool whole) override
    {
        if (!whole)
            m_entry->gap(); // nothing of it may be told as a whole file
        m_entry->finish();
        m_entry.reset();
    }
    void outside(Bytes piece) override
    {
        if (!m_outside)
            m_outside = make_raw_layer(m_scope, m_origin);
        else if (m_apart)
            m_outside->gap();
        m_apart = false;
        m_outside->take(piece);
    }
    void trouble(std::string_view what) override { m_scope.layers.tally.count(what); }
    bool unpacked(std::size_t made, std::uint64_t made_of_entry,
                  std::uint64_t taken_of_entry) override
    {
        return !m_scope.is_bomb(made, made_of_entry, taken_of_entry);
    }

    void finish()
    {
        if (m_outside)
            m_outside->finish();
    }

private:
    static std::string_view base_name(std::string_view name)
    {
        auto const slash = name.rfind('/');
        return slash == std::string_view::npos ? name : name.substr(slash + 1);
    }

    Scope& m_scope;
    Origin const* m_origin;
    std::string m_prefix;
    Origin m_names;
    std::string m_step;
    Origin m_node;
    Layer m_entry;
    Layer m_outside;
    bool m_apart = false; // an entry stood between what is outside
};

class ZipLayer : public ContentDissector {
public:
    ZipLayer(Scope& scope, Origin const* origin)
        : m_entries(scope, origin, "zip:")
        , m_reader(m_entries)
    {
    }
    void take(Bytes piece) override { m_reader.take(piece); }
    void gap() override { m_reader.gap(); }
    void finish() override
    {
        m_reader.finish();
        m_entries.finish();
    }

private:
    Entries m_entries;
    ZipReader m_reader;
};

class TarLayer : public ContentDissector {
public:
    TarLayer(Scope& scope, Origin const* origin, Layer otherwise)
        : m_entries(scope, origin, "tar:")
        , m_reader(m_entries)
        , m_otherwise(std::move(otherwise))
    {
    }
    void take(Bytes piece) override
    {
        if (m_is_other)
            m_otherwise->take(piece);
        else
            take_part(piece);
    }
    void gap() override
    {
        if (m_is_other)
            m_otherwise->gap();
        else
            m_reader.gap();
    }
    void finish() override
    {
        if (!m_is_other && !m_reader.is_sure()) // shorter than a header
            m_otherwise->take(as_bytes(m_reader.held()));
        else if (!m_is_other)
            m_reader.finish();
        m_entries.finish();
        m_otherwise->finish();
    }

private:
    // The first header is whole with this piece, and none: what is behind it has not been taken.
    void take_part(Bytes piece)
    {
        auto const before = m_reader.held().size();
        if (m_reader.take(piece))
            return;
        m_is_other = true;
        m_otherwise->take(as_bytes(m_reader.held()));
        auto const taken = m_reader.held().size() - before;
        if (taken < piece.size())
            m_otherwise->take(piece.subspan(taken));
    }

    Entries m_entries;
    TarReader m_reader;
    Layer m_otherwise;
    bool m_is_other = false;
};

} // namespace

Layer make_zip_layer(Scope& scope, Origin const* origin)
{
    return std::make_unique<ZipLayer>(scope, origin);
}

Layer make_tar_layer(Scope& scope, Origin const* origin, Layer otherwise)
{
    return std::make_unique<TarLayer>(scope, origin, std::move(otherwise));
}

} // namespace petze::content
