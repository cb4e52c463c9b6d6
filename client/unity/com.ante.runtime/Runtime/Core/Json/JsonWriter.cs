using System.Globalization;
using System.Text;

namespace Ante.Json
{
    /// <summary>Writes JSON without spaces.</summary>
    internal static class JsonWriter
    {
        internal static string Write(JsonValue value)
        {
            var text = new StringBuilder();
            Append(text, value);
            return text.ToString();
        }

        private static void Append(StringBuilder text, JsonValue value)
        {
            switch (value)
            {
                case JsonString word: AppendString(text, word.Value); break;
                case JsonNumber number: text.Append(number.Text); break;
                case JsonBoolean boolean: text.Append(boolean.Value ? "true" : "false"); break;
                case JsonArray array: AppendArray(text, array); break;
                case JsonObject members: AppendObject(text, members); break;
                default: text.Append("null"); break;
            }
        }

        private static void AppendArray(StringBuilder text, JsonArray array)
        {
            var separator = '[';
            foreach (var item in array.Items)
            {
                text.Append(separator);
                Append(text, item);
                separator = ',';
            }
            text.Append(array.Items.Count == 0 ? "[]" : "]");
        }

        private static void AppendObject(StringBuilder text, JsonObject members)
        {
            var separator = '{';
            foreach (var name in members.Names)
            {
                text.Append(separator);
                AppendString(text, name);
                text.Append(':');
                Append(text, members[name] ?? JsonValue.Null);
                separator = ',';
            }
            text.Append(members.Names.Count == 0 ? "{}" : "}");
        }

        private static void AppendString(StringBuilder text, string value)
        {
            text.Append('"');
            foreach (var character in value)
            {
                if (character == '"' || character == '\\') text.Append('\\').Append(character);
                else if (character < ' ' || char.IsSurrogate(character))
                    text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                else text.Append(character);
            }
            text.Append('"');
        }
    }
}
