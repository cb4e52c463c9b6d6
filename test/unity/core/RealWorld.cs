using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Json;

namespace Ante.Tests
{
    /// <summary>The server that the test run started.</summary>
    internal sealed class RealWorld : IWorld
    {
        private const string Password = "correct horse battery";
        private static readonly string OperatorServer = Variable("ANTE_TEST_OPERATOR_SERVER");
        private static readonly string Operator = Variable("ANTE_TEST_OPERATOR");
        private static int players;
        private static string? clientId;

        public static string Server { get; } = Variable("ANTE_TEST_SERVER");

        public async Task<long> GameAsync(Rules? rules = null)
        {
            rules ??= new Rules();
            var stakes = string.Join(",", rules.Stakes);
            var game = await OperateAsync(
                "POST",
                "/games",
                $"{{\"name\":\"Tower\",\"max_score\":1000,\"play_seconds\":600,\"open_seconds\":3600,\"fee_bps\":{rules.FeeBps}," +
                $"\"max_prolongs\":{rules.MaxProlongs},\"max_open\":{rules.MaxOpen},\"stakes\":[{stakes}]}}");
            return Number(((JsonObject)game["game"]!)["id"]!);
        }

        public Task CloseGameAsync(long gameId) => OperateAsync("PATCH", $"/games/{gameId}", "{\"enabled\":false}");

        public async Task<Device> DeviceAsync(long balance = 10_000)
        {
            var username = await AccountAsync(balance);
            var browser = new LoopbackBrowser(url => _ = VisitAsync(url, username, "Allow"), false);
            return new Device(new FaultyHttp(new NetHttp()), new RealTime(), browser, await OptionsAsync());
        }

        public Task AdvanceAsync(TimeSpan time) =>
            OperateAsync("POST", "/clock", $"{{\"advance_seconds\":{(long)time.TotalSeconds}}}");

        public static async Task<AnteOptions> OptionsAsync() => new AnteOptions
        {
            Server = Server,
            ClientId = await ClientAsync(),
            TokenStore = new MemoryTokenStore(),
        };

        public static async Task<string> AccountAsync(long balance = 10_000)
        {
            var username = $"unity-{Environment.ProcessId}-{Interlocked.Increment(ref players)}";
            var created = await OperateAsync("POST", "/players", $"{{\"username\":\"{username}\",\"password\":\"{Password}\"}}");
            if (balance == 0) return username;
            var payment = $"{{\"amount\":{balance},\"currency\":\"GBP\",\"reference\":\"start-{username}\"}}";
            await OperateAsync("POST", $"/players/{Number(created["id"]!)}/deposits", payment);
            return username;
        }

        /// <summary>Signs in on the pages and presses the button; the address that the browser is sent back to.</summary>
        public static async Task<string> DecideAsync(string url, string username, string button)
        {
            var visitor = new PageVisitor(url);
            await visitor.OpenAsync();
            await visitor.PressAsync("Sign in", ("Username", username), ("Password", Password));
            await visitor.PressAsync(button);
            return visitor.Left ?? throw new InvalidOperationException("the browser was not sent back");
        }

        public static async Task<HttpAnswer> VisitAsync(string url, string username, string button) =>
            await GetAsync(await DecideAsync(url, username, button));

        public static Task<HttpAnswer> GetAsync(string url) =>
            new NetHttp().SendAsync(new HttpRequest("GET", url, TimeSpan.FromSeconds(20)), CancellationToken.None);

        private static async Task<string> ClientAsync()
        {
            if (clientId != null) return clientId;
            var client = await OperateAsync(
                "POST",
                "/clients",
                "{\"name\":\"Tower\",\"type\":\"native\",\"redirect_uris\":[\"http://127.0.0.1/\",\"com.studio.tower:/signed-in\"]}");
            return clientId = ((JsonString)client["client_id"]!).Value;
        }

        private static async Task<JsonObject> OperateAsync(string method, string path, string body)
        {
            var request = new HttpRequest(method, OperatorServer + "/admin/v1" + path, TimeSpan.FromSeconds(20))
            {
                Body = body,
                ContentType = "application/json",
            };
            request.Headers["Authorization"] = "Bearer " + Operator;
            var answer = await new NetHttp().SendAsync(request, CancellationToken.None);
            if (!answer.IsSuccess) throw new InvalidOperationException($"{method} {path}: {answer.Status} {answer.Body}");
            return (JsonObject)JsonValue.Parse(answer.Body);
        }

        private static long Number(JsonValue value) => long.Parse(((JsonNumber)value).Text);

        private static string Variable(string name) => Environment.GetEnvironmentVariable(name)
            ?? throw new InvalidOperationException($"{name} is not set: run these tests by test/unity/core.test.ts");
    }
}
