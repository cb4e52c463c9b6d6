using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Ante.Tests
{
    /// <summary>Sign-in and tokens, against the real server.</summary>
    public sealed class SignInTests
    {
        [Fact(DisplayName = "[UN12] signs in by the system's browser and a loopback port, on a wrong state waits on")]
        public void SignsIn() => OneThread.Run(async () =>
        {
            var username = await RealWorld.AccountAsync();
            var strange = "";
            var client = await ClientAsync(async url =>
            {
                var back = await RealWorld.DecideAsync(url, username, "Allow");
                strange = (await RealWorld.GetAsync(back.Split('?')[0] + "?code=stolen&state=another")).Body;
                await RealWorld.GetAsync(back);
            });
            var player = await client.LoginAsync();
            Assert.Equal(username, player.Username);
            Assert.Equal(player.Id, client.Player?.Id);
            Assert.Contains("does not wait for this sign-in", strange);
        });

        [Fact(DisplayName = "[UN12] denied, cancelled, timed out and answered twice are each their own error")]
        public void TellsFailuresApart() => OneThread.Run(async () =>
        {
            var username = await RealWorld.AccountAsync();
            var denying = await ClientAsync(url => RealWorld.VisitAsync(url, username, "Deny"));
            await Assert.ThrowsAsync<LoginDeniedException>(() => denying.LoginAsync());
            var waiting = await ClientAsync(_ => Task.CompletedTask);
            using var cancel = new CancellationTokenSource();
            var login = waiting.LoginAsync(null, cancel.Token);
            cancel.Cancel();
            await Assert.ThrowsAsync<LoginCancelledException>(() => login);
            var soon = new LoginOptions { Timeout = TimeSpan.FromMilliseconds(50) };
            await Assert.ThrowsAsync<LoginTimedOutException>(() => waiting.LoginAsync(soon));
            var twice = await ClientAsync(async url =>
            {
                var back = await RealWorld.DecideAsync(url, username, "Allow");
                var forged = back.Replace("code=", "code=x");
                await Task.WhenAll(RealWorld.GetAsync(back), RealWorld.GetAsync(forged));
            });
            await Assert.ThrowsAsync<LoginAnsweredTwiceException>(() => twice.LoginAsync());
            Assert.Null(twice.Player);
        });

        [Fact(DisplayName = "[UN12] a code that is not good is refused, and can be tried again")]
        public void RefusesABadCode() => OneThread.Run(async () =>
        {
            var username = await RealWorld.AccountAsync();
            var forge = true;
            var client = await ClientAsync(async url =>
            {
                var back = await RealWorld.DecideAsync(url, username, "Allow");
                await RealWorld.GetAsync(forge ? back.Replace("code=", "code=x") : back);
            });
            await Assert.ThrowsAsync<LoginRefusedException>(() => client.LoginAsync());
            forge = false;
            Assert.Equal(username, (await client.LoginAsync()).Username);
        });

        [Fact(DisplayName = "[UN13] a deep link signs in: while the game waits, and when it starts the game")]
        public void SignsInByDeepLink() => OneThread.Run(async () =>
        {
            const string redirect = "com.studio.tower:/signed-in";
            var username = await RealWorld.AccountAsync();
            var options = await RealWorld.OptionsAsync();
            DeepLinkBrowser browser = null!;
            browser = new DeepLinkBrowser(redirect, url => _ = DeliverAsync(url), null);
            var storage = new MemoryStorage();
            using var warm = new NativeTransport(options, SurroundingsOf(browser));
            await warm.StartAsync(default);
            Assert.Equal(username, (await warm.LoginAsync(new LoginOptions(), default)).Username);

            var opened = new TaskCompletionSource<string>();
            var before = new DeepLinkBrowser(redirect, url => opened.TrySetResult(url), null);
            options.TokenStore = new MemoryTokenStore();
            using var killed = new NativeTransport(options, SurroundingsOf(before));
            await killed.StartAsync(default);
            _ = killed.LoginAsync(new LoginOptions(), default);
            var back = await RealWorld.DecideAsync(await opened.Task, username, "Allow");
            using var cold = new NativeTransport(options, SurroundingsOf(new DeepLinkBrowser(redirect, _ => { }, back)));
            Assert.Equal(username, (await cold.StartAsync(default))?.Username);
            // The system may start the game by the same address once more.
            using var again = new NativeTransport(options, SurroundingsOf(new DeepLinkBrowser(redirect, _ => { }, back)));
            Assert.Equal(username, (await again.StartAsync(default))?.Username);
            Assert.Null(again.FailedLogin);

            async Task DeliverAsync(string url) => browser.Deliver(await RealWorld.DecideAsync(url, username, "Allow"));

            NativeSurroundings SurroundingsOf(IBrowser with) =>
                new NativeSurroundings(new NetHttp(), new RealTime(), storage, with);
        });

        [Fact(DisplayName = "[UN14] ten calls with an old token refresh once")]
        public void RefreshesOnce() => OneThread.Run(async () =>
        {
            var (device, client) = await SignedInAsync();
            ((RealTime)device.Scheduler).Ahead = TimeSpan.FromSeconds(3700);
            device.Http.FaultOf = request => request.Url.Contains("/events.json") ? Fault.NoConnection : Fault.None;
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetMeAsync()));
            Assert.Equal(1, device.Http.Refreshes);
        });

        [Fact(DisplayName = "[UN14] a lost answer to a refresh does not sign out")]
        public void SurvivesALostRefresh() => OneThread.Run(async () =>
        {
            var (device, client) = await SignedInAsync();
            ((RealTime)device.Scheduler).Ahead = TimeSpan.FromSeconds(3700);
            var lost = 0;
            device.Http.FaultOf = request =>
                request.Url.EndsWith("/oauth/token", StringComparison.Ordinal) && lost++ < 2 ? Fault.AnswerLost : Fault.None;
            Assert.NotEmpty((await client.GetMeAsync()).Balances);
            Assert.Equal(3, lost);
            Assert.Empty(device.Told.OfType<SignedOutEvent>());
        });

        [Fact(DisplayName = "[UN14] a session that the server has ended is told as expired")]
        public void TellsOfAnEndedSession() => OneThread.Run(async () =>
        {
            var (device, client) = await SignedInAsync();
            var other = await device.StartAsync();
            await other.LogoutAsync();
            await Assert.ThrowsAsync<UnauthorizedException>(() => client.GetMeAsync());
            await MatchBehaviour.EventuallyAsync(() => device.Told.OfType<SignedOutEvent>().Any(told => told.Expired));
            Assert.Null((await device.StartAsync()).Player);
        });

        private static async Task<(Device Device, AnteClient Client)> SignedInAsync()
        {
            var device = await new RealWorld().DeviceAsync();
            var client = await device.StartAsync();
            await client.LoginAsync();
            return (device, client);
        }

        private static async Task<AnteClient> ClientAsync(Func<string, Task> visit)
        {
            var browser = new LoopbackBrowser(url => _ = visit(url), false);
            var device = new Device(new FaultyHttp(new NetHttp()), new RealTime(), browser, await RealWorld.OptionsAsync());
            return await device.StartAsync();
        }
    }
}
