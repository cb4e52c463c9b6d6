using System;
using System.Globalization;
using System.Text;

namespace Ante.Json
{
    /// <summary>Reads one JSON text (RFC 8259), nothing more and nothing less.</summary>
    internal sealed class JsonReader
    {
        private const int DeepestNesting = 64;

        private readonly string text;
        private int position;
        private int depth;

        internal JsonReader(string text) => this.text = text;

        internal JsonValue ReadText()
        {
            var value = ReadValue();
            SkipSpace();
            if (position < text.Length) throw Wrong("nothing more");
            return value;
        }

        private JsonValue ReadValue()
        {
            SkipSpace();
            switch (Peek())
            {
                case '{': return Nested(ReadObject);
                case '[': return Nested(ReadArray);
                case '"': return new JsonString(ReadString());
                case 't': return Word("true", JsonBoolean.True);
                case 'f': return Word("false", JsonBoolean.False);
                case 'n': return Word("null", JsonValue.Null);
                default: return ReadNumber();
            }
        }

        private JsonValue Nested(Func<JsonValue> read)
        {
            if (++depth > DeepestNesting) throw Wrong($"at most {DeepestNesting} levels");
            position++;
            var value = read();
            depth--;
            return value;
        }

        private JsonValue ReadObject()
        {
            var value = new JsonObject();
            SkipSpace();
            if (Take('}')) return value;
            do
            {
                SkipSpace();
                if (Peek() != '"') throw Wrong("a name in quotes");
                var name = ReadString();
                SkipSpace();
                Require(':');
                value.Set(name, ReadValue());
                SkipSpace();
            }
            while (Take(','));
            Require('}');
            return value;
        }

        private JsonValue ReadArray()
        {
            var value = new JsonArray();
            SkipSpace();
            if (Take(']')) return value;
            do
            {
                value.Items.Add(ReadValue());
                SkipSpace();
            }
            while (Take(','));
            Require(']');
            return value;
        }

        private string ReadString()
        {
            position++;
            var start = position;
            while (Peek() != '"' && Peek() != '\\') SkipCharacter();
            if (Peek() == '"') return text.Substring(start, position++ - start);
            var built = new StringBuilder(text, start, position - start, Math.Max(16, (position - start) * 2));
            while (!Take('"'))
            {
                if (Take('\\')) built.Append(ReadEscape());
                else built.Append(SkipCharacter());
            }
            return built.ToString();
        }

        private char SkipCharacter()
        {
            var character = Peek();
            if (character < ' ') throw Wrong("an escape instead of a control character, or the end of the string");
            position++;
            return character;
        }

        private char ReadEscape()
        {
            var character = Peek();
            position++;
            switch (character)
            {
                case '"': case '\\': case '/': return character;
                case 'b': return '\b';
                case 'f': return '\f';
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'u': return ReadCodeUnit();
                default: throw Wrong("a known escape");
            }
        }

        private char ReadCodeUnit()
        {
            var end = position + 4;
            if (end <= text.Length)
            {
                var digits = text.Substring(position, 4);
                if (ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                {
                    position = end;
                    return (char)unit;
                }
            }
            throw Wrong("four hex digits");
        }

        private JsonValue ReadNumber()
        {
            var start = position;
            Take('-');
            if (!Take('0')) Digits();
            if (Take('.')) Digits();
            if (Take('e') || Take('E'))
            {
                if (!Take('+')) Take('-');
                Digits();
            }
            return new JsonNumber(text.Substring(start, position - start));
        }

        private void Digits()
        {
            var start = position;
            while (Peek() >= '0' && Peek() <= '9') position++;
            if (position == start) throw Wrong("a value");
        }

        private JsonValue Word(string word, JsonValue value)
        {
            if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0) throw Wrong("a value");
            position += word.Length;
            return value;
        }

        private void SkipSpace()
        {
            while (position < text.Length && " \t\r\n".IndexOf(text[position]) >= 0) position++;
        }

        /// <summary>The next character; NUL, which JSON has nowhere, at the end.</summary>
        private char Peek() => position < text.Length ? text[position] : '\0';

        private bool Take(char character)
        {
            if (position >= text.Length || text[position] != character) return false;
            position++;
            return true;
        }

        private void Require(char character)
        {
            if (!Take(character)) throw Wrong($"\"{character}\"");
        }

        private FormatException Wrong(string expected) =>
            new FormatException($"This is no JSON: {expected} is expected at character {position}");
    }
}
