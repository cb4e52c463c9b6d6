using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Ante.Tests
{
    /// <summary>The least of a browser that sign-in needs: cookies, redirects, forms by their buttons.</summary>
    internal sealed class PageVisitor
    {
        private readonly Dictionary<string, string> cookies = new Dictionary<string, string>();
        private readonly HttpClient http =
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        private readonly string origin;
        private Uri at;
        private string page = "";

        public PageVisitor(string url)
        {
            at = new Uri(url);
            origin = at.GetLeftPart(UriPartial.Authority);
        }

        /// <summary>Where the server sent the browser away to; null while it is on a page of the server's.</summary>
        public string? Left { get; private set; }

        public Task OpenAsync() => VisitAsync(at, null);

        public async Task PressAsync(string button, params (string Label, string Value)[] fields)
        {
            var form = Regex.Matches(page, "<form[\\s\\S]*?</form>").Select(match => match.Value)
                .FirstOrDefault(text => Regex.IsMatch(text, $"<button[^>]*>\\s*{button}\\s*</button>"))
                ?? throw new InvalidOperationException($"no button {button} at {at}:\n{page}");
            var values = new List<KeyValuePair<string, string>>();
            foreach (var input in Regex.Matches(form, "<input[^>]*>").Select(match => match.Value))
            {
                var name = AttributeOf(input, "name");
                if (name == null || (AttributeOf(input, "type") == "checkbox" && !input.Contains(" checked"))) continue;
                var label = Regex.Match(form, $"<label for=\"{AttributeOf(input, "id")}\">([^<]*)</label>").Groups[1].Value;
                var typed = fields.FirstOrDefault(field => field.Label == label).Value;
                values.Add(new KeyValuePair<string, string>(name, typed ?? AttributeOf(input, "value") ?? ""));
            }

            var pressed = Regex.Match(form, $"<button([^>]*)>\\s*{button}\\s*</button>").Groups[1].Value;
            var pressedName = AttributeOf(pressed, "name");
            if (pressedName != null) values.Add(new KeyValuePair<string, string>(pressedName, AttributeOf(pressed, "value") ?? ""));
            var action = AttributeOf(pressed, "formaction") ?? AttributeOf(form.Substring(0, form.IndexOf('>')), "action");
            await VisitAsync(new Uri(at, action ?? ""), new FormUrlEncodedContent(values));
        }

        private async Task VisitAsync(Uri url, HttpContent? form)
        {
            for (var next = url; ; form = null)
            {
                using var request = new HttpRequestMessage(form == null ? HttpMethod.Get : HttpMethod.Post, next);
                request.Content = form;
                request.Headers.TryAddWithoutValidation("Accept", "text/html");
                if (form != null) request.Headers.TryAddWithoutValidation("Origin", origin);
                request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(each => $"{each.Key}={each.Value}")));
                using var answer = await http.SendAsync(request);
                if (answer.Headers.TryGetValues("Set-Cookie", out var set)) foreach (var line in set) Keep(line);
                at = next;
                if (answer.Headers.Location == null)
                {
                    page = await answer.Content.ReadAsStringAsync();
                    return;
                }

                next = new Uri(next, answer.Headers.Location);
                if (next.GetLeftPart(UriPartial.Authority) == origin) continue;
                Left = next.AbsoluteUri;
                return;
            }
        }

        private void Keep(string line)
        {
            var pair = Regex.Match(line, "^([^=]+)=([^;]*)");
            if (pair.Groups[2].Value == "") cookies.Remove(pair.Groups[1].Value);
            else cookies[pair.Groups[1].Value] = pair.Groups[2].Value;
        }

        private static string? AttributeOf(string tag, string name)
        {
            var match = Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"");
            return match.Success ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
        }
    }
}
