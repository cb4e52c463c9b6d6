using System;
using System.Collections.Generic;
using System.Linq;

namespace Ante
{
    /// <summary>Names and values as forms and queries have them (<c>application/x-www-form-urlencoded</c>).</summary>
    internal static class FormText
    {
        internal static string Of(params (string Name, string Value)[] fields) =>
            string.Join("&", fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));

        /// <summary>The fields of a query or fragment, without its <c>?</c> or <c>#</c>; of two with one name the first counts.</summary>
        internal static Dictionary<string, string> Read(string text)
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var part in text.Split(new[] { '&' }, StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=');
                var name = Decode(equals < 0 ? part : part.Substring(0, equals));
                if (!fields.ContainsKey(name)) fields[name] = equals < 0 ? "" : Decode(part.Substring(equals + 1));
            }

            return fields;
        }

        private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
