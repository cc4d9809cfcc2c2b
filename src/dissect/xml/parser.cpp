#include "dissect/xml/parser.h"

#include <algorithm>
#include <expat.h>
#include <limits>
#include <memory>

namespace petze::xml {

namespace {

/// Passes on what expat calls back with.
class Bridge {
public:
    Bridge(XML_Parser parser, Handler& handler)
        : m_parser(parser)
        , m_handler(handler)
    {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, begin, end);
        XML_SetCharacterDataHandler(parser, text);
        XML_SetCommentHandler(parser, comment);
        XML_SetProcessingInstructionHandler(parser, instruction);
        XML_SetXmlDeclHandler(parser, declaration);
        XML_SetCdataSectionHandler(parser, section, section);
        XML_SetDefaultHandler(parser, other); // and so entities of its own stay as they are
        XML_UseForeignDTD(parser, XML_TRUE);  // and names of others are no error
        XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER);
        XML_SetHashSalt(parser, 1); // the bound on what is told bounds what can collide
    }

    std::size_t offset() const
    {
        auto const at = XML_GetCurrentByteIndex(m_parser);
        return at > 0 ? static_cast<std::size_t>(at) : 0;
    }
    bool enough() const { return m_enough; }

private:
    static Bridge& self(void* data) { return *static_cast<Bridge*>(data); }
    static std::string_view view(char const* begin, int length)
    {
        return {begin, static_cast<std::size_t>(length)};
    }

    static void begin(void* data, char const* name, char const** attributes)
    {
        auto& me = self(data);
        me.go_on(me.m_handler.begin(name, attributes, me.offset()));
    }
    static void end(void* data, char const*)
    {
        auto& me = self(data);
        me.go_on(me.m_handler.end(me.offset()));
    }
    static void text(void* data, char const* piece, int length)
    {
        auto& me = self(data);
        if (!me.m_enough)
            me.m_handler.text(view(piece, length), me.offset());
    }
    static void comment(void* data, char const* piece)
    {
        auto& me = self(data);
        if (!me.m_enough)
            me.m_handler.other(piece, me.offset());
    }
    static void instruction(void* data, char const* target, char const* piece)
    {
        auto& me = self(data);
        if (me.m_enough)
            return;
        me.m_handler.other(target, me.offset());
        me.m_handler.other(" ", me.offset());
        me.m_handler.other(piece, me.offset());
    }
    // Say nothing, and would come as something else without a handler.
    static void declaration(void*, char const*, char const*, int) {}
    static void section(void*) {}
    static void other(void* data, char const* piece, int length)
    {
        auto& me = self(data);
        if (me.m_enough)
            return;
        auto const view_of_it = view(piece, length);
        if (view_of_it.starts_with('&')) // an entity that nobody here knows
            me.m_handler.text(view_of_it, me.offset());
        else
            me.m_handler.other(view_of_it, me.offset());
    }

    void go_on(bool more)
    {
        if (more || m_enough)
            return;
        m_enough = true;
        XML_StopParser(m_parser, XML_FALSE);
    }

    XML_Parser m_parser;
    Handler& m_handler;
    bool m_enough = false;
};

} // namespace

std::size_t parse(std::string_view document, Handler& handler)
{
    constexpr std::size_t most = std::numeric_limits<int>::max() / 2;
    document = document.substr(0, most);
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> const parser{
        XML_ParserCreate(nullptr), XML_ParserFree};
    if (!parser)
        return 0;
    Bridge const bridge{parser.get(), handler};
    auto const status =
        XML_Parse(parser.get(), document.data(), static_cast<int>(document.size()), XML_TRUE);
    if (status == XML_STATUS_OK)
        return document.size();
    return std::min(bridge.offset(), document.size());
}

} // namespace petze::xml
