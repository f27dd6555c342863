using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

public static class SupportToken
{
    // At most an hour. The page asks for a new one in time.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // For whoever is signed in. On your server only.
    public static string For(
        string id, string name, string email, object context, string secret)
    {
        var now = DateTimeOffset.UtcNow;
        var header = Encode(new { alg = "HS256", typ = "JWT" });
        var claims = Encode(new
        {
            sub = id,
            name,
            email,
            context,
            iat = now.ToUnixTimeSeconds(),
            exp = now.Add(Lifetime).ToUnixTimeSeconds(),
        });
        var content = $"{header}.{claims}";
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content));
        return $"{content}.{ToBase64Url(signature)}";
    }

    private static string Encode(object value) =>
        ToBase64Url(JsonSerializer.SerializeToUtf8Bytes(value));

    private static string ToBase64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes)
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
